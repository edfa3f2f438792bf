"""All that reads what others wrote, each with good examples of it, and what it may do about bad ones."""

import io
import json
import re
import socket
import struct
import tempfile
import tomllib
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

import jeepney
from desk import Desk, minutes

from deskbreak.control.protocol import (
    ControlError,
    Reply,
    decode_reply,
    decode_request,
    encode_reply,
)
from deskbreak.core.events import Answer, Event
from deskbreak.core.moment import Moment
from deskbreak.core.policy import Hooks, Settings
from deskbreak.core.session import advance, next_wake
from deskbreak.core.state import Rules, Session
from deskbreak.core.stretch import Stretch
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, resumed
from deskbreak.daemon.page_guide import PageGuide
from deskbreak.daemon.service import Service, Surroundings
from deskbreak.days.recorder import Recorder, new_recording
from deskbreak.days.replay import replay
from deskbreak.errors import ConfigError, SensorError, StorageError
from deskbreak.files.resources import config_file
from deskbreak.files.texts import decoded, in_some_code
from deskbreak.history.importing import import_json
from deskbreak.session.lasting import read_lasting
from deskbreak.session.left import read_session
from deskbreak.session.snapshot import save_snapshot
from deskbreak.settings.salvage import salvaged
from deskbreak.settings.spoken import asked_for
from deskbreak.settings.written import read_written
from deskbreak.stretches.catalogue import load_catalogue, parse_catalogue
from deskbreak.stretches.pack_files import as_toml, import_pack
from deskbreak.surfaces.dbusmenu import INTERFACE, DBusMenu
from deskbreak.surfaces.pystray_model import Menu, MenuItem
from deskbreak.wires import dbus, dconf, xauth
from deskbreak.wires.box import Box
from deskbreak.wires.dbus_messages import error_name, error_text, fits, is_error
from deskbreak.wires.wayland import Compositor, IdleNotifier, WaylandEvent
from deskbreak.wires.x11 import XServer
from deskbreak.wires.xplaces import monitors, tree_of
from deskbreak.wires.xsync import IdleCounter
from deskbreak.wires.xwindow import letters_of, news_in, words_of
from fuzz.damage import is_text

_HERE = Path(__file__).parent
_GOLDEN = _HERE.parent / "golden"
_DAYS = _HERE.parent / "days"
_NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
_MOST_LINES = 2000
_NO_SESSIONS = ("history", "survives", "lasting")
_BANNERS = "/org/gnome/desktop/notifications/show-banners"
_LAST_HOOK = ("/bin/true", "the last of all keys")


@dataclass(frozen=True)
class Seed:
    """Good bytes, and what a reader makes of them that has read them to their end."""

    content: bytes
    gives: object


@dataclass(frozen=True)
class Target:
    """`read` returns what it made of the bytes, None if it refuses them, and raises what it may not.

    `parses` is the first thing that looks at them: it raises, or returns False, where nothing
    behind it gets to see them.
    """

    read: Callable[[bytes], object]
    parses: Callable[[bytes], object]
    seeds: tuple[Seed, ...]

    def fate_of(self, content: bytes) -> str:
        """It reads it, and says what came of it: by whom it was refused, if it was."""
        if self.read(content) is not None:
            return "taken"
        return "refused" if self.has_parsed(content) else "unparsed"

    def has_parsed(self, content: bytes) -> bool:
        try:
            return self.parses(content) not in (False, None)
        except Exception:  # noqa: BLE001  (whatever it calls what it does not take)
            return False


@cache
def _catalogue() -> tuple[Stretch, ...]:
    return load_catalogue(config_file("stretches.toml"))


def _rules() -> Rules:
    return Rules(Settings(), _catalogue(), UTC)


def _anything(_content: bytes) -> bool:
    """Nothing stands before it."""
    return True


def _toml(content: bytes) -> object:
    return tomllib.loads(content.decode())


def _settings(content: bytes) -> object:
    try:
        written = read_written(decoded(content, "settings"), "settings")
    except ConfigError:
        return None
    return written.settings, len(written.strangers)


def _salvaged(content: bytes) -> object:
    """From a broken file something holds, whatever is in it; None where that is the defaults."""
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "deskbreak.toml").write_bytes(content)
        settings = salvaged(path, Path(folder) / "last-good")
    found = settings.breaks.natural_break, settings.stretches.avoid != (), settings.hooks.on_state
    return None if settings == Settings() else found


def _language(content: bytes) -> object:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return asked_for(Path(file.name)) or None


def _a_catalogue(content: bytes) -> object:
    try:
        moves = parse_catalogue(decoded(content, "catalogue"), "catalogue")
    except ConfigError:
        return None
    return tuple(move.id for move in moves)


def _pack(content: bytes) -> object:
    """Nothing comes out of an archive but into its own folder; how many moves, and its files."""
    with tempfile.TemporaryDirectory() as folder:
        source, packs = Path(folder) / "pack.zip", Path(folder) / "packs"
        source.write_bytes(content)
        packs.mkdir()
        number = None
        with suppress(ConfigError, StorageError):
            number = import_pack(source, packs, tuple(move.id for move in _catalogue())).count
        files = [one for one in Path(folder).rglob("*") if one.is_file() and one != source]
        for one in files:
            assert one.parent == packs / "pack", one
            assert number is not None, "what was refused is left behind"
    return None if number is None else (number, sorted(one.name for one in files))


def _listed(content: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.infolist()


def _packed(content: bytes) -> object:
    """The same for members of a sound archive, listed as JSON: their names and what is in them."""
    members = _members(content)
    return None if members is None else _pack(_zipped(members, zipfile.ZIP_STORED))


def _members(content: bytes) -> list[tuple[str, str]] | None:
    """None where it lists none, or what no archive can be made of."""
    try:
        members = [(str(name), str(text)) for name, text in json.loads(content)]
    except (ValueError, TypeError, RecursionError):
        return None
    is_writable = all(name and is_text(name.encode(errors="replace")) for name, _text in members)
    return members if is_writable else None


def _replayed(content: bytes) -> object:
    """What its last line tells of."""
    last: dict[str, object] = {}
    try:
        lines = io.StringIO(content.decode()).readlines()
        for effect in islice(replay(lines, _rules(), "day"), _MOST_LINES):
            json.dumps(effect, allow_nan=False)
            last = dict(effect)
    except (ConfigError, UnicodeDecodeError):
        return None
    return last.get("effect"), last.get("proposals")


def _json_lines(content: bytes) -> object:
    return [json.loads(line) for line in content.decode().splitlines() if line.strip()]


def _line(content: bytes) -> object:
    """Whatever is asked, the loop lives through it, and there is a reply that goes on the line.

    Returns how many of several daemons took it, in whatever they were just at.
    """
    try:
        request = decode_request(content.partition(b"\n")[0])
    except ControlError:
        return None
    takers = 0
    for desk in _desks():
        inbox, asker = Inbox(), _Asker()
        Service(inbox, _surroundings(), PageGuide(lambda: None)).respond(request, asker)
        while not inbox.empty():
            match inbox.get():
                case Happened(event=event, reply=reply) if reply is not None:
                    step = advance(desk.session, event(desk.now, desk.rules), desk.rules)
                    reply(step, desk.rules)
                    next_wake(step.session, desk.rules)
                case Inquiry(reply=reply):
                    reply(desk.session, desk.rules, desk.now)
                case _:  # the end
                    continue
        assert asker.replies, request
        takers += asker.replies[-1].ok
    return takers or None


@cache
def _desks() -> tuple[Desk, ...]:
    """Asked; in a guide; back from a natural break; asked of a pain: how much, where, how it is now."""
    asked, guided, back, how_much, where, next_day = (
        Desk(catalogue=_catalogue()) for _ in range(6)
    )
    for desk in (asked, guided, how_much, where, next_day):
        desk.work_until_asked()
    guided.answer(Answer.START)
    guided.wait(timedelta(seconds=1))
    back.work(minutes(40))
    back.leave(minutes(6))
    back.work(minutes(1))
    for desk in (how_much, where, next_day):
        desk.answer(Answer.HURT)
    where.answer(Answer.STRONG)
    where.answer(Answer.HURT)
    where.answer(Answer.STRONG)
    where.pause()
    next_day.answer(Answer.UNCOMFORTABLE)
    next_day.wait_until("09:00")
    next_day.work(minutes(10))
    desks = asked, guided, back, how_much, where, next_day
    for desk in desks:
        desk.state  # noqa: B018  (what is due is decided)
    return desks


@dataclass
class _Asker:
    """It reads the reply, as a client does."""

    replies: list[Reply] = field(default_factory=list)
    is_listening: bool = True

    def __call__(self, reply: Reply) -> None:
        self.replies.append(decode_reply(encode_reply(reply)))

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
        hand_over=lambda screen, bus: None if screen and bus else "It counts here already.",
        test_notification=lambda: None,
    )


def _session(content: bytes) -> object:
    """What is taken can be gone on from, for a day, and be saved again; its phase."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "session.json"
        path.write_bytes(content)
        try:
            saved = read_session(path, _NOW)
        except ValueError:
            return None
        assert saved is not None
        rules, then = _rules(), saved.session.at
        for later in (timedelta(), timedelta(hours=1), timedelta(days=1)):
            now = Moment(then.uptime + later, max(then.wall, _NOW) + later)
            step = resumed(saved.session, now, rules)
            next_wake(step.session, rules)
            save_snapshot(path, type(saved)("", step.session))
            assert _again(path) == step.session
    return type(saved.session.phase).__name__, len(saved.pending)


def _again(path: Path) -> Session:
    saved = read_session(path, _NOW)
    assert saved is not None
    return saved.session


def _lasting(content: bytes) -> object:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            lasting = read_lasting(Path(file.name))
        except ValueError:
            return None
    return None if lasting is None else lasting.serial


def _history(content: bytes) -> object:
    try:
        held = import_json(decoded(content, "history"), "history")
    except ConfigError:
        return None
    return len(held.records), len(held.snoozes), len(held.feelings)


def _bus(content: bytes) -> object:
    message = dbus._read(content)
    if message is None:
        return None
    fits(message, "us")
    told = (error_name(message), error_text(message)) if is_error(message) else ()
    return message.header.message_type.name, message.body, *told


def _head(content: bytes) -> object:
    return jeepney.Header.from_buffer(content)


def _menu(content: bytes) -> object:
    """A panel that asks for the icon's menu; what it is answered, and what that clicked."""
    call = dbus._read(content)
    if call is None or call.header.message_type is not jeepney.MessageType.method_call:
        return None
    if not {jeepney.HeaderFields.path, jeepney.HeaderFields.member} <= call.header.fields.keys():
        return None  # no bus lets it through
    panel, clicked = _Panel(), list[str]()
    menu = DBusMenu(
        cast("dbus.Bus", panel), "/m", lambda item: clicked.append(item.text), lambda *_signal: None
    )
    under = Menu(MenuItem("5 min", lambda: None), MenuItem("10 min", lambda: None, checked=bool))
    menu.show(Menu(MenuItem("Start a break", lambda: None), MenuItem("Snooze", under)))
    panel.answer(call)
    return (*panel.said, *clicked) if panel.said and panel.said[0] != "refused" else None


class _Panel:
    """The bus, to the menu: it takes its answers, if they are messages."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def serve(self, _path: str, answer: Callable[[jeepney.Message], None]) -> None:
        self.answer = answer

    def reply(
        self, call: jeepney.Message, signature: str | None = None, body: tuple[Any, ...] = ()
    ) -> None:
        jeepney.new_method_return(call, signature, body).serialise(1)
        self.said.append(signature or "")

    def refuse(self, call: jeepney.Message, error: str, why: str) -> None:
        jeepney.new_error(call, error, "s", (why,)).serialise(1)
        self.said.append("refused")


def _x11(content: bytes) -> object:
    """A server that greets like this, and what happens to windows then: how much of each."""
    return _with_x_server(content, _greeted)


def _greeted(server: XServer) -> object:
    visuals, news = len(server.screen.visuals), 0
    server.new_id()
    with suppress(SensorError):  # it hangs up at last
        while True:
            news += news_in(server.receive()) is not None
    return visuals, news


def _x11_talk(content: bytes) -> object:
    """A sound greeting, and these answers to whatever is asked."""
    return _with_x_server(_greeting() + content, _talked_to)


def _talked_to(server: XServer) -> object:
    try:
        boxes, tree = monitors(server), tree_of(server, server.screen.root)
        words, letters = words_of(server, 1, b"WORDS"), letters_of(server, 1, b"LETTERS")
        counter = IdleCounter.find(server)
        return boxes, tree, words, letters, counter.reading(server.ask(counter.query()))
    except SensorError:
        return None


def _with_x_server(content: bytes, talk: Callable[[XServer], object]) -> object:
    """One that says this and hangs up, whatever it is asked."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**20)
        for each in (ours, theirs):
            each.settimeout(0.2)
        with suppress(OSError):
            theirs.sendall(content)
        theirs.shutdown(socket.SHUT_WR)
        try:
            server = XServer(ours, b"")
        except SensorError:
            return None
        try:
            return talk(server)
        except SensorError:
            return None
        finally:
            server.close()


def _is_welcome(content: bytes) -> bool:
    status, words = struct.unpack_from("<B5xH", content)
    return bool(status == 1 and len(content) >= 8 + 4 * words)


def _wayland(content: bytes) -> object:
    """A compositor that says this, a message at a time; the protocol, and what came of a notification."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        for each in (ours, theirs):
            each.settimeout(0.2)
        with suppress(OSError):
            for message in _frames(content):
                theirs.sendall(message)
        theirs.shutdown(socket.SHUT_WR)
        try:
            notifier = IdleNotifier.find(compositor := Compositor(ours))
            number = notifier.notify(minutes(5))
            events: list[WaylandEvent] = compositor.roundtrip()
        except SensorError:
            return None
    return str(notifier.protocol), tuple(one.opcode for one in events if one.sender == number)


def _frames(content: bytes) -> list[bytes]:
    """One after the other, as far as they tell their length; the rest at once."""
    frames = []
    while len(content) >= 8:
        size = struct.unpack_from("=I", content, 4)[0] >> 16
        if not 8 <= size <= len(content):
            break
        frames.append(content[:size])
        content = content[size:]
    return [*frames, content] if content else frames


def _dconf(content: bytes) -> object:
    try:
        return dconf.read_switch(content, _BANNERS)
    except ValueError:
        return None


def _xauth(content: bytes) -> object:
    with tempfile.NamedTemporaryFile() as file, socket.socket(socket.AF_UNIX) as link:
        file.write(content)
        file.flush()
        return xauth.cookie({"XAUTHORITY": file.name}, 7, link) or None


def _every_key() -> str:
    """The commented file with all keys switched on, the last of them with another value."""
    commented = config_file("deskbreak.toml").read_text(encoding="utf-8")
    bare = re.sub(r"(?m)^# (?=[a-z_]+ = )", "", commented)
    last = "on_state = []"
    assert bare.rstrip().endswith(last)
    return bare.rstrip().removesuffix(last) + f"on_state = {json.dumps(_LAST_HOOK)}\n"


def _settings_seeds() -> tuple[Seed, ...]:
    hooked = replace(Settings(), hooks=Hooks(on_state=_LAST_HOOK))
    hours = '[work_hours]\nmonday = ["09:00-17:30", "22:00-06:00"]\ndates = { "2026-12-24" = [] }\n'
    tail = f"[hooks]\non_state = {json.dumps(_LAST_HOOK)}\n"
    few = '[stretches]\nnever = ["walk"]\nplans = { Morning = ["walk"] }\n'
    long = read_written(f"{hours}{few}", "settings").settings
    return (
        Seed(_every_key().encode(), (hooked, 0)),
        Seed(f"{hours}{few}{tail}".encode(), (replace(long, hooks=hooked.hooks), 0)),
        Seed(f"[breaks]\nevry = 1\n{tail}".encode(), (hooked, 1)),
    )


def _broken_settings() -> tuple[Seed, ...]:
    """A line that does not read, a value that is none, a mark of git's, a NUL."""
    head = '[breaks]\nevery = 45m\nnatural_break = "7m"\n'
    tail = f"[hooks]\non_state = {json.dumps(_LAST_HOOK)}\n"
    careful = '[stretches]\navoid = ["knee_load"]\n'
    seven = minutes(7)
    return (
        Seed(f"{head}{tail}".encode(), (seven, False, _LAST_HOOK)),
        Seed(f"{head}<<<<<<< ours\n{careful}=======\n{tail}".encode(), (seven, True, _LAST_HOOK)),
        Seed(f"{head}{careful}floor = maybe\n{tail}\0".encode(), (seven, True, _LAST_HOOK)),
    )


def _languages() -> tuple[Seed, ...]:
    chosen = _every_key().replace('language = ""', 'language = "de"')
    return (
        Seed(chosen.encode(), "de"),
        Seed(f"\ufeff{chosen}".encode("utf-16"), "de"),
        Seed(b"[hooks]\non_state = []\n[ look ]\n  'language' = 'fr'\n", "fr"),
        Seed(b'every = 1\nlook = { x = 1, language = "ja" }\n', "ja"),
        Seed(b'every = 1\nlook.language="ar"', "ar"),
    )


def _catalogues() -> tuple[Seed, ...]:
    """Moves with all that a move may have: ways to ease it, stages, another before it, sources."""
    many = ("ham_seated", "bridge_heels", "side_plank_knees", "walk")
    moves = [move for move in _catalogue() if move.id in many]
    needed = {name for move in _catalogue() if move.id == "superman" for name in move.requires}
    pairs = [move for move in _catalogue() if move.id in {"superman", *needed}]
    return tuple(
        Seed(as_toml(some).encode(), tuple(move.id for move in some)) for some in (moves, pairs)
    )


def _own_move() -> str:
    move = next(move for move in _catalogue() if not move.requires)
    return as_toml([replace(move, id="own_move", picture="")])


def _archives() -> tuple[Seed, ...]:
    """Packed, and plain, so that what is in it can be changed."""
    inside, gives = [("stretches.toml", _own_move())], (1, ["stretches.toml"])
    ways = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)
    return tuple(Seed(_zipped(inside, how), gives) for how in ways)


def _packed_seeds() -> tuple[Seed, ...]:
    with_picture = _own_move().replace('id = "own_move"', 'id = "own_move"\npicture = "own.png"')
    picture = ("own.png", "\u0089PNG\r\n\x1a\n and more")
    remarks = "# What my physiotherapist showed me, in my own words.\n" * 100  # may be damaged
    inside: list[list[tuple[str, str]]] = [
        [("my.toml", _own_move())],
        [("own.png", picture[1]), ("my.toml", with_picture)],
        [("my.toml", remarks + _own_move())],
    ]
    alone = (1, ["stretches.toml"])
    gives = (alone, (1, ["own.png", "stretches.toml"]), alone)
    return tuple(
        Seed(json.dumps(one).encode(), given) for one, given in zip(inside, gives, strict=True)
    )


def _zipped(members: list[tuple[str, str]], how: int) -> bytes:
    """A picture is a text, too: each of its letters is a byte."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")  # so it is meant
        for name, text in members:
            code = "latin-1" if text.startswith("\u0089PNG") else "utf-8"
            archive.writestr(name.encode(errors="replace").decode(), text.encode(code, "replace"))
    return content.getvalue()


def _days() -> tuple[Seed, ...]:
    """Two written by hand, and one as a daemon records it."""
    by_hand = (("mixed-day.jsonl", 6), ("office-day.jsonl", 9))
    written = (Seed((_DAYS / name).read_bytes(), ("summary", n)) for name, n in by_hand)
    return (*written, Seed(_recording(), ("summary", 3)))


class _RecordedDesk(Desk):
    recorder: Recorder | None = None

    def _advance(self, event: Event) -> None:
        if self.recorder is not None:
            self.recorder.record((event,), self.rules)
        super()._advance(event)


def _recording() -> bytes:
    desk = _RecordedDesk(catalogue=_catalogue())
    desk.work(minutes(20))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "day.jsonl"
        with new_recording(path) as file:
            desk.recorder = Recorder(file, desk.session, desk.rules, lambda _why: None)
            desk.work_until_asked()
            desk.answer(Answer.START)
            desk.wait(minutes(8))
            desk.pause(minutes(5))
            desk.resume()
            desk.change(every=minutes(20))
            desk.set_clock("2026-03-02 12:00")
            desk.work_until_asked()
            desk.answer(Answer.HURT)
            desk.snooze(minutes(5))
            desk.wait(minutes(1))
        return path.read_bytes()


def _golden(read: Callable[[Path], object], *names: str) -> tuple[Seed, ...]:
    files = (file for name in names for file in sorted(_GOLDEN.glob(name)))
    return tuple(Seed(file.read_bytes(), read(file)) for file in files)


def _sessions() -> tuple[Seed, ...]:
    files = (file for file in sorted(_GOLDEN.glob("*/*.json")) if file.stem not in _NO_SESSIONS)
    return tuple(Seed(file.read_bytes(), _of_golden_session(file)) for file in files)


def _of_golden_session(file: Path) -> object:
    """What its name says, and how many effects the text says were not yet kept."""
    phases = {"on_break": "OnBreak", "proposed": "Proposed", "withheld": "Withheld"}
    pending = json.loads(file.read_text(encoding="utf-8"))["pending"]
    return phases.get(file.stem, "Seated"), len(pending)


def _requests() -> tuple[Seed, ...]:
    """Each with how many of the six desks take it."""
    to_the_proposal = ("start", "done", "skip", "swap")
    to_all = ("status", "why", "watch", "reload", "test_notification", "quit")
    to_one = ("closed", "wait", "mild", "limb", "usual", "resume")
    asked: list[tuple[dict[str, Any], int]] = [
        *[({"do": do, "once": "x", "id": "p0"}, 1) for do in to_the_proposal],
        *[({"do": do}, 6) for do in to_all],
        *[({"do": do}, 1) for do in to_one],
        ({"do": "sat"}, 2),
        ({"do": "hurt"}, 3),
        ({"do": "snooze", "for_s": 600}, 3),
        ({"do": "pause", "for_s": 3600.5}, 6),
        ({"do": "pause", "until": "tomorrow"}, 6),
        ({"do": "standing", "on": True}, 6),
        ({"do": "allow", "group": "hip_flexor"}, 1),
        ({"do": "start", "stretch": "wall_angel", "anyway": True}, 5),
        ({"do": "session", "for_s": 300}, 5),
        ({"do": "hand_over", "screen": ":1", "bus": "unix:path=/x"}, 6),
    ]
    return tuple(Seed(json.dumps(one).encode(), takers) for one, takers in asked)


def _messages() -> tuple[Seed, ...]:
    there = jeepney.DBusAddress("/a/b", "org.a.B", "org.a.B")
    arguments = ({f"k{number}": ("s", "v") for number in range(20)}, ["x"] * 20, (1, 2))
    call = jeepney.new_method_call(there, "C", "a{sv}as(iu)", arguments)
    call.header.serial = 1
    reply = jeepney.new_method_return(call, "uas", (3, ["actions", "body"]))
    error = jeepney.new_error(call, "org.a.Error", "s", ("no",))
    signal = jeepney.new_signal(there, "S", "us", (7, "done"))
    wanted = (
        (call, ("method_call", arguments)),
        (signal, ("signal", (7, "done"))),
        (reply, ("method_return", (3, ["actions", "body"]))),
        (error, ("error", ("no",), "org.a.Error", "no")),
    )
    return tuple(Seed(message.serialise(serial=1), gives) for message, gives in wanted)


def _menu_calls() -> tuple[Seed, ...]:
    """Some with long arguments, so that damage does not always hit the head."""
    place = jeepney.DBusAddress("/m", "org.a.B", INTERFACE)
    properties = jeepney.DBusAddress("/m", "org.a.B", "org.freedesktop.DBus.Properties")
    zero = ("i", 0)
    hovered = [(number, "hovered", zero, 0) for number in range(1, 30)]
    calls: list[tuple[jeepney.DBusAddress, str, str, tuple[Any, ...], tuple[str, ...]]] = [
        (place, "GetLayout", "iias", (0, -1, ["label"] * 40), ("u(ia{sv}av)",)),
        (place, "GetGroupProperties", "aias", (list(range(99)), []), ("a(ia{sv})",)),
        (place, "GetProperty", "is", (1, "label"), ("v",)),
        (place, "Event", "isvu", (1, "clicked", zero, 0), ("", "Start a break")),
        (place, "EventGroup", "a(isvu)", ([(3, "clicked", zero, 0), *hovered],), ("ai", "5 min")),
        (place, "AboutToShow", "i", (2,), ("b",)),
        (properties, "Get", "ss", (INTERFACE, "Version"), ("v",)),
        (properties, "GetAll", "s", (INTERFACE,), ("a{sv}",)),
    ]
    return tuple(
        Seed(jeepney.new_method_call(whose, member, *how).serialise(serial=9), gives)
        for whose, member, *how, gives in calls
    )


@cache
def _greeting() -> bytes:
    """What Xvfb says first."""
    return (_HERE / "x11-welcome.bin").read_bytes()


def _greetings() -> tuple[Seed, ...]:
    kinds = (4, 12, 17, 21, 22, 33)  # a click, exposed, destroyed, reparented, resized, a message
    events = b"".join(struct.pack("<BBH28x", kind, 0, 1) for kind in kinds)
    other = _x_reply(1) + struct.pack("<BBHI24xI", 35, 1, 1, 1, 9)  # a reply, and a generic event
    visuals = 210
    return (
        Seed(_greeting(), (visuals, 0)),
        Seed(_greeting() + events + other + events, (visuals, 12)),
    )


def _x_reply(detail: int, body: bytes = b"", more: bytes = b"") -> bytes:
    return struct.pack("<BBHI24s", 1, detail, 1, len(more) // 4, body) + more


def _x_talk() -> tuple[Seed, ...]:
    """The answers that `_talked_to` is waiting for, an event among them."""
    two_screens = b"".join(
        struct.pack("<4xBBHhhHH8xI", 1, 0, 1, left, 0, 1920, 1080, 9) for left in (0, 1920)
    )
    counters = b"".join(
        struct.pack("<I8xH10s", number, len(name), name)
        for number, name in ((7, b"SERVERTIME"), (8, b"IDLETIME"))
    )
    answers = (
        _x_reply(24, struct.pack("<8xHH", 3840, 1080)),  # the geometry
        _x_reply(0, bytes((1, 140, 89, 147))),  # RANDR
        struct.pack("<BBH28x", 12, 0, 1),
        _x_reply(0, struct.pack("<4xI", 2), two_screens),
        _x_reply(0, struct.pack("<4xIH", 5, 2), struct.pack("<II", 6, 7)),  # the tree
        _x_reply(0, struct.pack("<I", 300)),  # an atom
        _x_reply(32, struct.pack("<8xI", 2), struct.pack("<II", 11, 12)),
        _x_reply(0, struct.pack("<I", 301)),
        _x_reply(8, struct.pack("<8xI", 4), b"four"),
        _x_reply(0, bytes(4)),  # no XWAYLAND
        _x_reply(0, bytes((1, 134, 83, 0))),  # SYNC
        _x_reply(0),
        _x_reply(0, struct.pack("<I", 2), counters),
        _x_reply(0, struct.pack("<iI", 0, 90_000)),  # idle
    )
    boxes = Box(0, 0, 1920, 1080), Box(1920, 0, 3840, 1080)
    idle = timedelta(seconds=90)
    return (Seed(b"".join(answers), (boxes, (5, (6, 7)), (11, 12), b"four", idle)),)


def _compositors() -> tuple[Seed, ...]:
    """Offers a seat and a protocol, then tells of a notification, which is object 6."""

    def event(sender: int, opcode: int, *words: int) -> bytes:
        body = struct.pack(f"={len(words)}I", *words)
        return struct.pack("=II", sender, (8 + len(body)) << 16 | opcode) + body

    def offer(number: int, interface: bytes, version: int) -> bytes:
        name = interface + b"\0" * (4 - len(interface) % 4)
        words = struct.unpack(f"={len(name) // 4}I", name)
        return event(2, 0, number, len(interface) + 1, *words, version)

    def said(protocol: bytes, version: int) -> bytes:
        offers = offer(1, b"wl_seat", 7) + offer(2, protocol, version) + offer(9, b"wl_shm", 1)
        first = offers + event(3, 0, 1) + event(1, 1, 3)
        return first + event(2, 1, 9) + event(6, 0) + event(6, 1) + event(7, 0, 1)

    kwin = b"org_kde_kwin_idle"
    return (
        Seed(said(b"ext_idle_notifier_v1", 2), ("ext_idle_notifier_v1 v2", (0, 1))),
        Seed(said(b"ext_idle_notifier_v1", 1), ("ext_idle_notifier_v1 v1", (0, 1))),
        Seed(said(kwin, 1), ("org_kde_kwin_idle v1", (0, 1))),
    )


def _has_frame(content: bytes) -> bool:
    return bool(_frames(content)[0] != content)


def _databases() -> tuple[Seed, ...]:
    return tuple(
        Seed(_database(order, is_on=is_on), is_on) for order in "<>" for is_on in (True, False)
    )


def _database(order: str, *, is_on: bool) -> bytes:
    """Of dconf: a folder, another switch in it, and last the one that is asked for."""
    folder, name = _BANNERS.rpartition("/")[0].encode() + b"/", b"show-banners"
    items = (
        (2**32 - 1, folder, b"L", b""),
        (0, b"show-in-lock-screen", b"v", b"\1\0b"),
        (0, name, b"v", bytes((is_on, 0)) + b"b"),
    )
    end, table, rest = 24 + 8 + 4 + 24 * len(items), b"", b""
    for parent, own, kind, value in items:
        at = end + len(rest)
        rest += own + value
        value_at = at + len(own)
        table += struct.pack(
            f"{order}4xIIHcxII", parent, at, len(own), kind, value_at, value_at + len(value)
        )
    magic = b"GVariant" if order == "<" else b"raVGtnai"
    head = struct.pack(f"{order}8xII", 24, end)
    return magic + head + struct.pack(f"{order}III", 0, 1, 0) + table + rest


def _is_database(content: bytes) -> bool:
    return content[:8] in {b"GVariant", b"raVGtnai"} and len(content) >= 32


def _authorities() -> tuple[Seed, ...]:
    """Keys of other screens and of other kinds, and last the one of this."""

    def entry(family: int, *parts: bytes) -> bytes:
        told = (struct.pack(">H", len(part)) + part for part in parts)
        return struct.pack(">H", family) + b"".join(told)

    kind, key = b"MIT-MAGIC-COOKIE-1", bytes(range(16))
    others = entry(256, b"host", b"0", kind, bytes(16)) + entry(65535, b"", b"7", b"OTHER", b"x")
    return (
        Seed(others + entry(65535, b"", b"7", kind, key), key),
        Seed(others + entry(0, bytes(4), b"7", kind, b"") + entry(65535, b"", b"", kind, key), key),
    )


def targets() -> dict[str, Target]:
    return {
        "settings": Target(_settings, _toml, _settings_seeds()),
        "salvaged settings": Target(_salvaged, in_some_code, _broken_settings()),
        "language": Target(_language, in_some_code, _languages()),
        "catalogue": Target(_a_catalogue, _toml, _catalogues()),
        "archive": Target(_pack, _listed, _archives()),
        "pack": Target(_packed, _members, _packed_seeds()),
        "replay": Target(_replayed, _json_lines, _days()),
        "control line": Target(_line, json.loads, _requests()),
        "session": Target(_session, json.loads, _sessions()),
        "lasting": Target(_lasting, json.loads, _golden(lambda _file: 101, "*/lasting.json")),
        "history": Target(_history, json.loads, _golden(_golden_history, "*/history.json")),
        "bus": Target(_bus, _head, _messages()),
        "menu": Target(_menu, _head, _menu_calls()),
        "x11": Target(_x11, _is_welcome, _greetings()),
        "x11 talk": Target(_x11_talk, lambda content: len(content) >= 32, _x_talk()),
        "wayland": Target(_wayland, _has_frame, _compositors()),
        "dconf": Target(_dconf, _is_database, _databases()),
        "xauth": Target(_xauth, _anything, _authorities()),
    }


def _golden_history(file: Path) -> object:
    written = json.loads(file.read_text(encoding="utf-8"))
    return tuple(len(written.get(name, ())) for name in ("records", "snoozes", "feelings"))
