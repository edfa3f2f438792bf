import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from deskbreak.files import resources


def installed_into(folder: Path) -> ModuleType:
    """The module as it would be if the package lay in `folder`."""
    room = folder / "deskbreak" / "files"
    room.mkdir(parents=True)
    copy = shutil.copy(resources.__file__, room / "resources.py")
    spec = spec_from_file_location("resources_elsewhere", copy)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_config(root: Path) -> Path:
    (root / "config").mkdir(parents=True)
    (root / "config" / "deskbreak.toml").touch()
    return root


@pytest.mark.parametrize("name", ["deskbreak.toml", "stretches.toml"])
def test_the_bundled_configuration_is_there(name: str) -> None:
    assert resources.config_file(name).is_file()


def test_in_a_checkout_they_lie_beside_the_package(tmp_path: Path) -> None:
    module = installed_into(tmp_path)

    with_config(tmp_path)

    assert module.config_file("stretches.toml") == tmp_path / "config" / "stretches.toml"
    assert module.icon_file("seated.png") == tmp_path / "icons" / "seated.png"


def test_the_installed_copy_lies_inside_the_package_and_goes_before(tmp_path: Path) -> None:
    module = installed_into(tmp_path)

    data = with_config(tmp_path / "deskbreak" / "data")
    with_config(tmp_path)

    assert module.config_file("stretches.toml") == data / "config" / "stretches.toml"
    assert module.icon_file("seated.png") == data / "icons" / "seated.png"


def test_missing_files_are_told_with_the_places_looked_in_and_the_remedy(tmp_path: Path) -> None:
    module = installed_into(tmp_path)

    with pytest.raises(FileNotFoundError) as told:
        module.icon_file("seated.png")

    assert str(told.value) == (
        "deskbreak's own files are missing; "
        f"looked in {tmp_path / 'deskbreak' / 'data'}, {tmp_path}: reinstall it"
    )
