class Deskbreak < Formula
  include Language::Python::Virtualenv

  desc "Counts how long you sit and proposes one short stretch at a good moment"
  homepage "https://deskbreak.example"
  url "https://deskbreak.example/releases/deskbreak-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "pillow"
  depends_on "python-tk@3.13"
  depends_on "python@3.13"

  # `brew update-python-resources deskbreak` writes the libraries in here.

  def install
    virtualenv_install_with_resources
    generate_completions_from_executable(bin/"deskbreak", "completions")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/deskbreak --version")
  end
end
