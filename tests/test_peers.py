"""Whose program is at the other end of a connection, by the kernel's table of them."""

import sys
from pathlib import Path

import pytest

from deskbreak.page.peers import is_of_another_user

HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
ANNA, TOM = 1000, 1001
PAGE = 40000


def row(local: str, remote: str, user: int) -> str:
    return f"   0: {local} {remote} 01 00000000:00000000 00:00000000 00000000  {user}        0 4711 1 0"


def written(host: int, port: int) -> str:
    """As the kernel of this machine writes it."""
    return f"{int.from_bytes(host.to_bytes(4, 'big'), sys.byteorder):08X}:{port:04X}"


def end(port: int) -> str:
    return written(0x7F000001, port)


@pytest.fixture
def connections(tmp_path: Path) -> Path:
    """Anna's page, with a program of each user at it; each connection stands there twice."""
    table = tmp_path / "tcp"
    rows = [HEADER, row(end(PAGE), written(0, 0), ANNA)]
    for port, user in ((50001, ANNA), (50002, TOM), (50003, 0)):
        rows += [row(end(PAGE), end(port), ANNA), row(end(port), end(PAGE), user)]
    rows += [row(end(50004), end(41000), TOM), row(written(0x7F000002, 50001), end(PAGE), TOM)]
    table.write_text("\n".join((*rows, "")), "ascii")
    return table


@pytest.mark.parametrize(
    ("port", "is_another"),
    [(50001, False), (50002, True), (50003, False), (50004, False), (50005, False)],
    ids=["the same", "another", "root", "another, but elsewhere", "nobody knows"],
)
def test_who_comes_is_known_by_the_row_of_their_end(
    connections: Path, port: int, is_another: bool
) -> None:
    assert is_of_another_user("127.0.0.1", port, PAGE, ANNA, connections) == is_another


def test_an_address_counts_with_its_port(connections: Path) -> None:
    assert is_of_another_user("127.0.0.2", 50001, PAGE, ANNA, connections)


def test_without_such_a_table_nobody_is_known(tmp_path: Path) -> None:
    assert not is_of_another_user("127.0.0.1", 50002, PAGE, ANNA, tmp_path / "tcp")
