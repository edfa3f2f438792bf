"""`python -m deskbreak.settings`: write the shipped `deskbreak.toml` anew."""

from deskbreak.files.resources import config_file
from deskbreak.settings.template import commented_file

if __name__ == "__main__":
    config_file("deskbreak.toml").write_text(commented_file(), encoding="utf-8", newline="\n")
