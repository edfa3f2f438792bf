"""Where the X servers of this machine listen."""

_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108  (where every X server has it)


def x_sockets(number: str) -> tuple[str, str]:
    """A file, which a sandbox may hide; most listen without one, too."""
    return f"{_SOCKETS}{number}", f"\0{_SOCKETS}{number}"
