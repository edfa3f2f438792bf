"""What may lie in the place of a file without being one."""

import os
from pathlib import Path

import pytest


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_a_pipe(path: Path) -> None:
    pipe = path.with_name(f"{path.name} from elsewhere")
    os.mkfifo(pipe)
    path.symlink_to(pipe)


odd_files = pytest.mark.parametrize("put", [a_pipe, a_link_to_a_pipe])
