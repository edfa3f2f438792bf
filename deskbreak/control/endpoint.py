"""Where this user's daemon is claimed and spoken to, whatever the platform makes of it."""

import sys
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

from deskbreak.control.protocol import (
    CLIENT_PATIENCE,
    AlreadyRunning,
    Claim,
    Endpoint,
    Reply,
    Request,
)
from deskbreak.files.folders import runtime_folder, state_folder
from deskbreak.value import value


def control_endpoint() -> Endpoint:
    """What the rest of deskbreak asks for: a socket on Linux and macOS, a named pipe on Windows."""
    if sys.platform == "win32":
        from deskbreak.control.pipe_windows import user_pipe  # noqa: PLC0415  (only on Windows)

        return user_pipe()
    else:  # noqa: RET505  (so that the type checker sees one platform at a time)
        return SocketEndpoint(runtime_folder(), state_folder())


if sys.platform != "win32":
    from deskbreak.control.client import request, socket_of, watch

    @value
    class SocketEndpoint:
        """The user's daemon on Linux and macOS: a socket and locks in folders of the user's."""

        folder: Path
        home: Path

        def claim(self) -> Claim | AlreadyRunning:
            from deskbreak.control.instance import claim_instance  # noqa: PLC0415  (one daemon)

            return claim_instance(self.folder, self.home)

        def request(self, asked: Request, within: timedelta = CLIENT_PATIENCE) -> Reply:
            return request(socket_of(self.folder, self.home), asked, within)

        def watch(
            self, within: timedelta = CLIENT_PATIENCE, *, guides: bool = False
        ) -> Generator[Reply, None, None]:
            return watch(socket_of(self.folder, self.home), within, guides=guides)
