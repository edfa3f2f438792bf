"""All that reads what others wrote, each with good examples of it, and what it may do about bad ones."""

import io
import json
import os
import socket
import struct
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from desk import Desk

from deskbreak.control.protocol import ControlError, Reply, decode_request, encode_reply
from deskbreak.core.moment import Moment
from deskbreak.core.policy import Settings
from deskbreak.core.session import advance, next_wake
from deskbreak.core.state import Rules, Session
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, resumed
from deskbreak.daemon.page_guide import PageGuide
from deskbreak.daemon.service import Service, Surroundings
from deskbreak.days.replay import replay
from deskbreak.errors import ConfigError, SensorError, StorageError
from deskbreak.files.resources import config_file
from deskbreak.files.texts import decoded
from deskbreak.history.importing import import_json
from deskbreak.session.lasting import read_lasting
from deskbreak.session.left import read_session
from deskbreak.session.snapshot import save_snapshot
from deskbreak.settings.salvage import salvaged
from deskbreak.settings.spoken import asked_for
from deskbreak.settings.written import read_written
from deskbreak.stretches.catalogue import load_catalogue, parse_catalogue
from deskbreak.stretches.pack_files import as_toml, import_pack
from deskbreak.wires import dbus, dconf, xauth
from deskbreak.wires.dbus_messages import error_name, error_text, fits, is_error
from deskbreak.wires.wayland import Compositor
from deskbreak.wires.x11 import XServer
from deskbreak.wires.xwindow import news_in

_HERE = Path(__file__).parent
_GOLDEN = _HERE.parent / "golden"
_NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
_MOST_LINES = 2000
_NO_SESSIONS = ("history", "survives", "lasting")


@dataclass(frozen=True)
class Target:
    """`read` raises what it may not do."""

    read: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


@cache
def _catalogue() -> tuple[Any, ...]:
    return load_catalogue(config_file("stretches.toml"))


def _rules() -> Rules:
    return Rules(Settings(), _catalogue(), UTC)


def _settings(content: bytes) -> None:
    with suppress(ConfigError):
        read_written(decoded(content, "settings"), "settings")


def _a_catalogue(content: bytes) -> None:
    with suppress(ConfigError):
        parse_catalogue(decoded(content, "catalogue"), "catalogue")


def _pack(content: bytes) -> None:
    """Nothing comes out of an archive but into its own folder."""
    with tempfile.TemporaryDirectory() as folder:
        source, packs = Path(folder) / "pack.zip", Path(folder) / "packs"
        source.write_bytes(content)
        packs.mkdir()
        with suppress(ConfigError, StorageError):
            import_pack(source, packs, tuple(move.id for move in _catalogue()))
        written = {
            path.relative_to(folder).parts[:2]
            for path in Path(folder).rglob("*")
            if path.is_file() and path != source
        }
        assert written <= {("packs", "pack")}, written


def _replayed(content: bytes) -> None:
    with suppress(ConfigError, UnicodeDecodeError):
        lines = io.StringIO(content.decode()).readlines()
        for effect in islice(replay(lines, _rules(), "day"), _MOST_LINES):
            json.dumps(effect, allow_nan=False)


def _line(content: bytes) -> None:
    """Whatever is asked, the loop lives through it, and there is a reply that goes on the line."""
    try:
        request = decode_request(content.partition(b"\n")[0])
    except ControlError:
        return
    inbox, replies, desk = Inbox(), list[bytes](), Desk()
    desk.work(timedelta(minutes=50))
    asker = _Asker(replies)
    Service(inbox, _surroundings(), PageGuide(lambda: None)).respond(request, asker)
    while not inbox.empty():
        match inbox.get():
            case Happened(event=event, reply=reply) if reply is not None:
                step = advance(desk.session, event(desk.now, desk.rules), desk.rules)
                reply(step, desk.rules)
                next_wake(step.session, desk.rules)
            case Inquiry(reply=reply):
                reply(desk.session, desk.rules, desk.now)
            case _:
                continue
    assert replies or request.do == "quit", request


@dataclass
class _Asker:
    replies: list[bytes]
    is_listening: bool = True

    def __call__(self, reply: Reply) -> None:
        self.replies.append(encode_reply(reply))

    def is_still_waiting(self) -> bool:
        return True

    def when_gone(self, call: Callable[[], None]) -> None:
        """It stays."""


def _surroundings() -> Surroundings:
    return Surroundings(
        version="1",
        today=lambda _now, _rules: {},
        doubt=lambda: None,
        passages=lambda _now, _rules: (),
        sensors=dict,
        reload=lambda: None,
        hand_over=lambda _screen, _bus: "It counts here already.",
        test_notification=lambda: None,
    )


def _session(content: bytes) -> None:
    """What is taken can be gone on from, for a day, and be saved again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "session.json"
        path.write_bytes(content)
        try:
            saved = read_session(path, _NOW)
        except ValueError:
            return
        if saved is None:
            return
        rules, then = _rules(), saved.session.at
        for later in (timedelta(), timedelta(hours=1), timedelta(days=1)):
            now = Moment(then.uptime + later, max(then.wall, _NOW) + later)
            step = resumed(saved.session, now, rules)
            next_wake(step.session, rules)
            save_snapshot(path, type(saved)("", step.session))
            assert _again(path) == step.session


def _again(path: Path) -> Session:
    saved = read_session(path, _NOW)
    assert saved is not None
    return saved.session


def _lasting(content: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        with suppress(ValueError):
            read_lasting(Path(file.name))


def _history(content: bytes) -> None:
    with suppress(ConfigError):
        import_json(decoded(content, "history"), "history")


def _bus(content: bytes) -> None:
    message = dbus._read(content)
    if message is not None:
        fits(message, "us")
        if is_error(message):
            error_name(message)
            error_text(message)


def _x11(content: bytes) -> None:
    """A server that says this and hangs up, whatever it is asked."""
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**20)
        ours.settimeout(0.2)
        theirs.settimeout(0.2)
        with suppress(OSError):
            theirs.sendall(content)
        theirs.shutdown(socket.SHUT_WR)
        with suppress(SensorError, OSError):
            server = XServer(ours, b"")
            with suppress(SensorError, OSError):
                server.screen  # noqa: B018  (reading it is the trial)
                server.new_id()
                while True:
                    news_in(server.receive())
            server.close()
    ours.close()


def _wayland(content: bytes) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.settimeout(0.2)
        ours.settimeout(0.2)
        with suppress(OSError):
            theirs.sendall(content)
        theirs.shutdown(socket.SHUT_WR)
        with suppress(SensorError, OSError):
            compositor = Compositor(ours)
            for interface in tuple(compositor.globals):
                compositor.bind(interface, 1)
            compositor.roundtrip()
    ours.close()


def _dconf(content: bytes) -> None:
    with suppress(ValueError):
        dconf.read_switch(content, "/org/gnome/desktop/notifications/show-banners")


def _xauth(content: bytes) -> None:
    with suppress(SensorError):
        list(xauth._entries(content))


def _salvaged(content: bytes) -> None:
    """From a broken file something holds, whatever is in it."""
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "deskbreak.toml").write_bytes(content)
        salvaged(path, Path(folder) / "last-good")


def _language(content: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        asked_for(Path(file.name))


def _settings_seeds() -> tuple[bytes, ...]:
    commented = config_file("deskbreak.toml").read_text(encoding="utf-8")
    bare = "\n".join(
        line.removeprefix("#").strip() if "=" in line else line for line in commented.splitlines()
    )
    return bare.encode(), b'[breaks]\nevery = "45m"\n[work_hours]\nmonday = ["09:00-17:30"]\n'


def _archives() -> tuple[bytes, ...]:
    """Packed, and plain, so that what is in it can be changed."""
    move = next(move for move in _catalogue() if not move.requires)
    text = as_toml([replace(move, id="own_move", picture="")])
    return tuple(_zipped(text, how) for how in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))


def _zipped(text: str, how: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        archive.writestr("stretches.toml", text)
    return content.getvalue()


def _day() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((_HERE.parent / "days").glob("*.jsonl")))


def _golden(*names: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for name in names for path in sorted(_GOLDEN.glob(name)))


def _sessions() -> tuple[bytes, ...]:
    names = (path for path in _GOLDEN.glob("*/*.json") if path.stem not in _NO_SESSIONS)
    return tuple(path.read_bytes() for path in sorted(names))


def _requests() -> tuple[bytes, ...]:
    answers = ("start", "done", "skip", "swap", "sat")
    asked: list[dict[str, object]] = [{"do": do, "once": "x", "id": "p1"} for do in answers]
    asked += [{"do": do} for do in ("status", "why", "watch", "hurt", "mild", "limb", "reload")]
    asked += [
        {"do": "snooze", "for_s": 600},
        {"do": "pause", "for_s": 3600.5},
        {"do": "pause", "until": "tomorrow"},
        {"do": "standing", "on": True},
        {"do": "allow", "group": "legs"},
        {"do": "start", "stretch": "wall_angel", "anyway": True},
        {"do": "session", "for_s": 300},
        {"do": "hand_over", "screen": ":1", "bus": "unix:path=/x"},
    ]
    return tuple(json.dumps(one).encode() for one in asked)


def _messages() -> tuple[bytes, ...]:
    import jeepney  # noqa: PLC0415  (Linux has it)

    there = jeepney.DBusAddress("/a/b", "org.a.B", "org.a.B")
    call = jeepney.new_method_call(there, "C", "a{sv}as(iu)", ({"k": ("s", "v")}, ["x"], (1, 2)))
    return call.serialise(serial=1), jeepney.new_signal(there, "S", "us", (7, "done")).serialise(2)


def _compositor() -> bytes:
    def event(sender: int, opcode: int, body: bytes) -> bytes:
        return struct.pack("=II", sender, (8 + len(body)) << 16 | opcode) + body

    def offered(number: int, interface: bytes) -> bytes:
        name = interface + b"\0" * (4 - len(interface) % 4)
        return struct.pack("=II", number, len(interface) + 1) + name + struct.pack("=I", 1)

    seat, idle = offered(1, b"wl_seat"), offered(2, b"ext_idle_notifier_v1")
    done = event(3, 0, struct.pack("=I", 1)) + event(1, 1, struct.pack("=I", 3))
    return event(2, 0, seat) + event(2, 0, idle) + done + event(2, 1, struct.pack("=I", 1)) + done


def _authority() -> bytes:
    parts = (b"host", b"0", b"MIT-MAGIC-COOKIE-1", os.urandom(16))
    return b"\x01\x00" + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def targets() -> dict[str, Target]:
    (welcome,) = (path.read_bytes() for path in _HERE.glob("x11-welcome.bin"))
    event = struct.pack("<BBH28x", 12, 0, 1)
    return {
        "settings": Target(_settings, _settings_seeds()),
        "salvaged settings": Target(_salvaged, _settings_seeds()),
        "language": Target(_language, (b'[look]\nlanguage = "de"\n', *_settings_seeds())),
        "catalogue": Target(_a_catalogue, (config_file("stretches.toml").read_bytes()[:20_000],)),
        "pack": Target(_pack, _archives()),
        "replay": Target(_replayed, _day()),
        "control line": Target(_line, _requests()),
        "session": Target(_session, _sessions()),
        "lasting": Target(_lasting, _golden("*/lasting.json")),
        "history": Target(_history, _golden("*/history.json")),
        "bus": Target(_bus, _messages()),
        "x11": Target(_x11, (welcome, welcome + event * 4)),
        "wayland": Target(_wayland, (_compositor(),)),
        "dconf": Target(_dconf, (b"GVariant" + bytes(64),)),
        "xauth": Target(_xauth, (_authority() * 2,)),
    }
