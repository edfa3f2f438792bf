"""Waiting for a socket to have something to read, where nobody else waits anyway."""

import select
import socket
import threading
from collections.abc import Callable


def attend_alone(file: int, hear: Callable[[], None]) -> None:
    """In a thread that does nothing else, until the other end of the socket is closed."""

    def wait() -> None:
        with socket.fromfd(file, socket.AF_INET, socket.SOCK_STREAM) as heard:  # of any family
            while select.select([heard], [], [])[0] and heard.recv(1, socket.MSG_PEEK):
                hear()

    threading.Thread(target=wait, name="attending", daemon=True).start()
