"""A disk without room, as far as a process can have one of its own."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def a_disk_that_takes_no_file_above(size: int) -> Iterator[None]:
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
