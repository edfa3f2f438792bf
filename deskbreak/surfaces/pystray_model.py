"""pystray's menu model and icon, imported without its choice of a backend.

pystray looks for a display at import and raises without one. Its dummy backend never fails; the
variable that asks for it is put back, because child processes inherit it.
"""

import os

_BACKEND = "PYSTRAY_BACKEND"
_chosen = os.environ.get(_BACKEND)
os.environ[_BACKEND] = "dummy"
try:
    from pystray import Menu, MenuItem
    from pystray._base import Icon as BaseIcon
finally:
    if _chosen is None:
        del os.environ[_BACKEND]
    else:
        os.environ[_BACKEND] = _chosen

__all__ = ["BaseIcon", "Menu", "MenuItem"]
