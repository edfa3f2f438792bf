"""Who may see the page: the user whose it is, once opened, and no other program, site or user."""

import http.client
import json
import os
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from command_line import Home
from served_page import ServedPage, Visitor, served

from deskbreak.page.chapters import CHAPTER_NAMES
from deskbreak.page.gate import BODY_LIMIT

PLACES = ("config", "data", "state", "run")


def test_an_opening_address_opens_once(page: ServedPage) -> None:
    address = urlsplit(page.address("stats"))
    visitor = Visitor(address.port or 0)

    first, second = visitor.get(address.path), visitor.get(address.path)

    assert first.code == 200
    assert 'aria-current="page">Statistics' in first.text
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert (second.code, "set-cookie" in second.headers) == (403, False)
    assert second.text == "This address has been used: open the page again with: deskbreak page\n"


def test_an_address_leads_to_the_signs_that_call_for_a_doctor(page: ServedPage) -> None:
    address = urlsplit(page.address("today"))
    path = address.path.replace("/today/", "/signs/")

    shown = Visitor(address.port or 0).get(path).text
    assert 'data-place="/today#signs"' in shown
    assert '<details id="signs">' in shown


def test_without_scripts_a_chapter_goes_on_to_its_own_address(page: ServedPage) -> None:
    """The one that opened it opens nothing a second time."""
    address = urlsplit(page.address("stats"))

    shown = Visitor(address.port or 0).get(address.path).text

    assert '<noscript><meta http-equiv="refresh" content="0;url=/stats"></noscript>' in shown


def test_who_opened_it_sees_every_chapter_and_none_may_be_kept_framed_or_scripted(
    page: ServedPage,
) -> None:
    visitor = page.visitor()
    for name in CHAPTER_NAMES:
        shown = visitor.get(f"/{name}")
        assert shown.code == 200, name
        policy = shown.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert shown.headers["cache-control"] == "no-store"
        assert "<script>" not in shown.text
        assert "style=" not in shown.text


@pytest.mark.parametrize("path", ["/", "/today", "/events", "/static/page.css", "/icon.png"])
def test_without_the_cookie_nothing_is_shown(page: ServedPage, path: str) -> None:
    port = page.visitor().port
    for cookie in ("", f"deskbreak-{port}=guessed", "deskbreak-1=x", "a=\x01;;=", "é"):
        refused = Visitor(port, cookie).get(path)
        assert refused.code == 403
        assert "deskbreak page" in refused.text


def test_a_guessed_ticket_opens_nothing(page: ServedPage) -> None:
    port = page.visitor().port
    for ticket in ("x", "x" * 43, "é"):
        assert Visitor(port).get(f"/open/today/{ticket.encode().hex()}").code == 403


def test_only_who_can_read_the_private_file_gets_a_ticket(page: ServedPage) -> None:
    visitor = page.visitor()
    file = page.home.folder / "run" / "deskbreak-page.json"
    port, key, pid = json.loads(file.read_text())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (port, pid) == (visitor.port, page.process.pid)
    assert visitor.post("/ticket", b"").code == 403
    assert visitor.post("/ticket", b"", {"x-deskbreak-key": "guessed"}).code == 403
    assert visitor.post("/ticket", b"", {"x-deskbreak-key": key, "cookie": ""}).code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", ""]
)
def test_under_another_name_there_is_nothing(page: ServedPage, host: str) -> None:
    """A site may have its own name lead to this machine."""
    visitor = page.visitor()
    answer = visitor.get("/today", {"host": host.format(port=visitor.port)})
    assert answer.code in {400, 421}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_gets_nothing_even_with_the_cookie(
    page: ServedPage, headers: dict[str, str]
) -> None:
    visitor = page.visitor()
    assert visitor.get("/today", headers).code == 403
    assert visitor.post("/today", b"{}", headers).code == 403


def test_what_changes_something_says_where_it_comes_from(page: ServedPage) -> None:
    assert page.visitor().post("/answer", b"{}", {"origin": ""}).code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/../process.py",
        "/static/..%2fprocess.py",
        "/static/%2e%2e/process.py",
        "/static/..\\process.py",
        "/static//etc/passwd",
        "//etc/passwd",
        "/static/....//process.py",
        "/figures/light/..",
        "/figures/../../x.svg",
        "/figures/light/nobody.svg",
        "/figures/light/ham_seated.png",
        "/figures/grey/ham_seated.svg",
        "/today%00",
        "/static/page.css%00.js",
        "/static/",
        "/templates/base.html",
        "http://evil.example/today",
    ],
)
def test_no_way_leads_out_of_the_page(page: ServedPage, path: str) -> None:
    answer = page.visitor().get(path)
    assert answer.code in {400, 404}
    assert "import" not in answer.text


@pytest.mark.parametrize("kind", ["", "-moving", "-phases"])
@pytest.mark.parametrize("tone", ["light", "dark"])
def test_a_move_is_drawn_still_moving_and_by_its_phases(
    page: ServedPage, tone: str, kind: str
) -> None:
    visitor = page.visitor()
    drawn = {
        by: visitor.get(f"/figures/{tone}/ham_seated{kind}.svg?by={by}")
        for by in ("short", "curly")
    }

    assert [answer.headers["content-type"] for answer in drawn.values()] == ["image/svg+xml"] * 2
    assert drawn["short"].text != drawn["curly"].text
    assert ("animate" in drawn["short"].text) == (kind == "-moving")
    assert visitor.get(f"/figures/{tone}/ham_seated{kind}.svg?by=nobody").code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"])
def test_it_reads_and_takes_and_knows_nothing_else(page: ServedPage, method: str) -> None:
    assert page.visitor().ask(method, "/today", {}).code in {400, 405}


def test_ten_megabytes_are_not_taken(page: ServedPage) -> None:
    visitor = page.visitor()
    content = b"x" * 10 * 1024**2
    try:
        answer = visitor.post("/today", content)
        assert answer.code == 413
    except ConnectionError:  # it hung up before all had arrived
        pass
    assert visitor.get("/today").code == 200


def test_a_body_of_untold_length_is_cut_off(page: ServedPage) -> None:
    visitor = page.visitor()
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=10) as connection:
        head = (
            f"POST /answer HTTP/1.1\r\nhost: 127.0.0.1:{visitor.port}\r\n"
            f"origin: http://127.0.0.1:{visitor.port}\r\ncookie: {visitor.cookie}\r\n"
            "transfer-encoding: chunked\r\n\r\n"
        )
        connection.sendall(head.encode())
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            for _number in range(BODY_LIMIT // 0x10000 + 4):
                connection.sendall(chunk)
            assert b" 413 " in connection.recv(200)
        except ConnectionError:  # likewise
            pass
    assert visitor.get("/today").code == 200


def test_a_thousand_requests_at_once_are_survived(page: ServedPage) -> None:
    visitor = page.visitor()

    def ask(_number: int) -> int:
        try:
            return visitor.get("/static/page.js").code
        except (OSError, http.client.HTTPException):
            return 0

    with ThreadPoolExecutor(100) as crowd:
        codes = set(crowd.map(ask, range(1000)))

    assert codes <= {200, 503, 0}
    assert visitor.get("/today").code == 200


@pytest.mark.skipif(
    sys.platform == "win32" or os.getuid() != 0, reason="only root can be somebody else"
)
def test_another_users_program_cannot_use_a_ticket_it_saw(page: ServedPage) -> None:
    """It may have read the address among the arguments of the browser."""
    address = urlsplit(page.address())
    ask = f"""
import http.client
connection = http.client.HTTPConnection("127.0.0.1", {address.port})
connection.request("GET", "{address.path}")
print(connection.getresponse().status)
"""
    done = subprocess.run(
        ["/usr/bin/python3", "-c", ask],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        user=65534,
        group=65534,
        extra_groups=(),
    )

    assert done.stdout == "403\n"
    assert Visitor(address.port or 0).get(address.path).code == 200


def test_the_server_ends_a_while_after_the_last_screen_and_takes_its_file_along(
    home: Home,
) -> None:
    with served(home, linger="2") as page:
        visitor = page.visitor()
        connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=10)
        connection.request("GET", "/events", headers={"cookie": visitor.cookie})
        stream = connection.getresponse()
        assert stream.readline() == b"event: status\n"
        with pytest.raises(subprocess.TimeoutExpired):
            page.process.wait(3)  # somebody looks
        connection.close()
        stream.close()
        assert page.process.wait(30) == 0
    assert not (home.folder / "run" / "deskbreak-page.json").exists()


def test_a_second_call_opens_another_tab_of_the_same_server(page: ServedPage) -> None:
    first, second = urlsplit(page.address("today")), urlsplit(page.address("settings"))

    assert first.port == second.port
    assert second.path.startswith("/open/settings/")
    assert first.path != second.path


def test_the_first_call_starts_the_server_and_lets_it_go(home: Home) -> None:
    done = home.process("page", "--no-browser", "--linger", "2s")

    assert (done.code, done.err) == (0, "")
    [line] = done.out.splitlines()
    address = urlsplit(line)
    assert Visitor(address.port or 0).get(address.path).code == 200


def test_a_server_that_can_have_no_log_is_let_go_too(home: Home) -> None:
    (home.folder / "state" / "deskbreak" / "page.log").mkdir(parents=True)

    done = home.process("page", "--no-browser", "--linger", "2s")

    assert (done.code, done.err) == (0, "")
    address = urlsplit(done.out.strip())
    assert Visitor(address.port or 0).get(address.path).code == 200


def test_calls_at_one_time_share_one_server(home: Home) -> None:
    calls = [home.started("page", "--no-browser", "--linger", "2s") for _number in range(5)]
    addresses = [call.communicate(timeout=30)[0] for call in calls]

    assert len({urlsplit(address.strip()).port for address in addresses}) == 1


def test_the_file_of_a_server_that_was_killed_is_no_obstacle(home: Home) -> None:
    with served(home) as page:
        before = urlsplit(page.address()).port
        page.process.kill()
        page.process.wait()
    done = home.process("page", "--no-browser", "--linger", "2s")

    assert done.code == 0
    assert urlsplit(done.out).port != before


def test_a_folder_where_others_may_write_is_not_trusted(home: Home) -> None:
    (home.folder / "run").chmod(0o777)
    done = home.deskbreak("page", "--no-browser")

    assert done.code == 1
    assert "others may write to it" in done.err


def test_a_lock_that_cannot_be_had_is_told_in_one_line(home: Home) -> None:
    lock = home.folder / "run" / "deskbreak-page.lock"
    lock.mkdir()
    done = home.deskbreak("page", "--no-browser")

    assert (done.code, done.out) == (1, "")
    assert done.err == f"The page could not be served: {lock}: Is a directory\n"


def test_a_server_that_cannot_say_where_it_is_says_why_in_one_line(home: Home) -> None:
    file = home.folder / "run" / "deskbreak-page.json"
    file.mkdir()
    done = home.process("page", "--no-browser", "--linger", "2s")

    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"The page could not be served: {file} cannot be written (Is a directory): "
        "check its folder's permissions and free space\n"
    )


def test_over_ssh_it_says_how_to_get_there(home: Home) -> None:
    with served(home):
        home.patch.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22")
        done = home.deskbreak("page", "stats")

    port = urlsplit(done.out.strip()).port
    assert f"ssh -N -L {port}:127.0.0.1:{port} " in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a desktop")
def test_without_a_display_it_names_the_command_that_does_the_same(home: Home) -> None:
    with served(home):
        home.patch.delenv("SSH_CONNECTION", raising=False)
        done = home.deskbreak("page", "stats")

    assert done.code == 1
    assert "deskbreak stats" in done.err
    assert "http://127.0.0.1:" in done.err
