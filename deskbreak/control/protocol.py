"""What both ends of the control line agree on: one JSON object a line.

    {"do": "snooze", "for_s": 600}            the request: what to do, and its arguments
    {"ok": true, "protocol": 1, ...}          the reply
    {"ok": false, "protocol": 1, "error": "one line for people"}

A request that makes something happen may carry an id of its own as "once": repeated under it, it
happens once and has the same reply.

A client connects, sends one request, keeps its own side open and reads one reply; whoever closes
first hangs up. A `watch` gets a reply at each change instead, until one side hangs up. One that
`guides` shows running breaks itself for as long as it is there, and need not read on.
"""

import json
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import field
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from typing import NoReturn, Protocol

from deskbreak.itself import typed_here
from deskbreak.value import value

PROTOCOL = 1
LINE_LIMIT = 64 * 1024
REPLY_LIMIT = 32 * LINE_LIMIT
"""A reply may have more than a request: of a guide with hundreds of repeats it tells every cue."""
CLIENT_LIMIT = 32
PATIENCE = timedelta(seconds=5)
CLIENT_PATIENCE = PATIENCE + timedelta(seconds=2)
"""Longer than the daemon's, so that a client hears that it was refused."""
WATCH = "watch"
GUIDES = "guides"


class ControlError(Exception):
    """The control line does not work; says in one line what happened and what to do."""


class NotRunning(Exception):  # noqa: N818  (a state of the world, not a fault)
    """Nobody is at the other end: no daemon of this user's is running."""


@value
class Request:
    """What a program asks the daemon; the arguments are as they came, and may be any JSON."""

    do: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@value
class Reply:
    """What the daemon says to it; `error` is one line for people, None where it is `ok`.

    `protocol` is the version the daemon speaks. The client does not insist on its own, so that a
    newer `deskbreak quit` still ends an older daemon.
    """

    ok: bool
    error: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    protocol: int = PROTOCOL


@value
class AlreadyRunning:
    """Another process is this user's daemon; `pid` is None while it is only just starting."""

    pid: int | None


class Asker(Protocol):
    """Whoever sent a request, waiting: call it with the reply, from any thread, at any time.

    A plain request takes one reply and a watch many, the last being the first that is not `ok`;
    what comes later changes nothing. Forget an asker that `is_listening` no longer.
    """

    def __call__(self, reply: Reply) -> None: ...

    @property
    def is_listening(self) -> bool: ...

    def is_still_waiting(self) -> bool:
        """Ask it when about to do what was asked: if so, it is refused no more, however long it takes.

        False: it hung up or was refused, and what it asked must not be done.
        """
        ...

    def when_gone(self, call: Callable[[], None]) -> None:
        """Call it, in a thread of the server's, once it is there no more; said while answering."""
        ...


Respond = Callable[[Request, Asker], None]


class Server(Protocol):
    """Hands every request that arrives to a `Respond`."""

    def attend(self, file: int, hear: Callable[[], None]) -> None:
        """Before the start: call `hear`, in a thread of the server's, whenever the file can be read.

        On Windows that is a socket.
        """

    def start(self) -> None: ...

    def keep_reachable(self) -> None:
        """See to it that clients find it, whatever became of its file. For any thread."""
        ...

    def stop(self) -> None: ...


class Claim(Protocol):
    """Being the user's one daemon, until this process releases it or dies."""

    @property
    def files(self) -> tuple[Path, ...]:
        """What clients find it by; a change there is a reason to `keep` it."""
        ...

    def serve(self, respond: Respond) -> Server: ...

    def keep(self) -> bool:
        """Hold others off, whatever became of its files; False where another has begun meanwhile."""
        ...

    def release(self) -> None: ...


class Endpoint(Protocol):
    """Where this user's daemon is claimed and spoken to, whatever the platform makes of it."""

    def claim(self) -> Claim | AlreadyRunning: ...

    def request(self, asked: Request, within: timedelta = CLIENT_PATIENCE) -> Reply: ...

    def watch(
        self, within: timedelta = CLIENT_PATIENCE, *, guides: bool = False
    ) -> Generator[Reply, None, None]: ...


def encode_request(request: Request) -> bytes:
    return _line({**request.arguments, "do": request.do}, LINE_LIMIT)


def watching(*, guides: bool) -> Request:
    return Request(WATCH, {GUIDES: True} if guides else {})


def decode_request(line: bytes) -> Request:
    match _object(line, LINE_LIMIT):
        case {"do": str(do), **arguments}:
            return Request(do, arguments)
        case _:
            raise ControlError(_('a request names what to do, such as {"do": "status"}'))


def encode_reply(reply: Reply) -> bytes:
    error = {} if reply.error is None else {"error": reply.error}
    content = {**reply.fields, "ok": reply.ok, "protocol": reply.protocol, **error}
    return _line(content, REPLY_LIMIT)


def decode_reply(line: bytes) -> Reply:
    match _object(line, REPLY_LIMIT):
        case {"ok": True, "protocol": int(protocol), **fields}:
            return Reply(ok=True, fields=fields, protocol=protocol)
        case {"ok": False, "error": str(error), "protocol": int(protocol), **fields}:
            return Reply(ok=False, error=error, fields=fields, protocol=protocol)
        case _:
            raise ControlError(_("deskbreak's reply does not say whether it worked"))


def refusal(error: str, plain: str = "") -> Reply:
    """`plain` is what of the error concerns whoever clicks; empty where that is all."""
    return Reply(ok=False, error=error, fields={"plain": plain} if plain else {})


def not_running() -> NotRunning:
    text = _("deskbreak is not running; start it with: {command}")
    return NotRunning(text.format(command=typed_here("deskbreak run")))


def too_many() -> Reply:
    """What one client more than the limit is told."""
    text = _("{limit} programs are talking to deskbreak already; close one and try again")
    return refusal(text.format(limit=CLIENT_LIMIT))


def too_late(patience: timedelta) -> Reply:
    """What a client is told whose request does not arrive."""
    return refusal(_("no whole request arrived within {limit}").format(limit=_seconds(patience)))


def too_busy(patience: timedelta) -> Reply:
    """What a client is told whose request nobody answers."""
    text = _("deskbreak is busy and did not answer within {limit}; try again")
    return refusal(text.format(limit=_seconds(patience)))


def have_answered(respond: Respond, request: Request, asker: Asker) -> None:
    """A bug in the answering is told and logged, and the line lives on."""
    try:
        respond(request, asker)
    except Exception:
        import logging  # noqa: PLC0415  (no client logs)

        logging.getLogger(__name__).exception("control: %.40r failed", request.do)
        asker(refusal(_("deskbreak failed at this; its log says where")))


def elapsed() -> timedelta:
    """A clock for time limits alone: it stands still while the machine sleeps."""
    return timedelta(seconds=time.monotonic())  # noqa: TID251  (no session sees this clock)


class LineReader:
    """The lines in what arrives bit by bit, of at most `limit` bytes.

    `receive` waits at most the time it is given (None: for ever) for some bytes and raises
    TimeoutError; no bytes at all mean that the other side hung up.
    """

    def __init__(self, receive: Callable[[timedelta | None], bytes], limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._received = b""

    def next_line(self, within: timedelta | None) -> bytes | None:
        """The next line, without its end; None once the other side hung up."""
        until = None if within is None else elapsed() + within
        while b"\n" not in self._received and len(self._received) <= self._limit:
            chunk = self._receive(None if until is None else max(timedelta(), until - elapsed()))
            if not chunk:
                return None
            self._received += chunk
        line, _end, self._received = self._received.partition(b"\n")
        return line


def first_reply(reader: LineReader, within: timedelta) -> Reply:
    reply = _next_reply(reader, within)
    if reply is None:
        raise ControlError(_("deskbreak hung up without an answer; try again"))
    return reply


def replies(reader: LineReader, within: timedelta) -> Generator[Reply, None, None]:
    """What a watch is told, until the daemon hangs up or refuses; `within` limits the first."""
    reply: Reply | None = first_reply(reader, within)
    while reply is not None:
        yield reply
        reply = _next_reply(reader, None) if reply.ok else None


def _next_reply(reader: LineReader, within: timedelta | None) -> Reply | None:
    try:
        line = reader.next_line(within)
    except TimeoutError as error:
        text = _("deskbreak did not answer within {limit}; try again, or quit and restart it")
        limit = _seconds(within or timedelta())
        raise ControlError(text.format(limit=limit)) from error
    return None if line is None else decode_reply(line)


def _seconds(length: timedelta) -> str:
    return f"{length.total_seconds():g} s"


def _line(content: Mapping[str, object], limit: int) -> bytes:
    # Pure ASCII: a lone surrogate in somebody's text could not be encoded.
    line = json.dumps(content, allow_nan=False).encode("ascii") + b"\n"
    _check_length(len(line) - 1, limit)
    return line


def _object(line: bytes, limit: int) -> dict[str, object]:
    _check_length(len(line), limit)
    try:
        content = json.loads(line, parse_constant=_not_json)
    except RecursionError as error:  # a line of brackets
        raise ControlError(_("the line is nested too deeply")) from error
    except ValueError as error:
        raise ControlError(_("the line is not JSON: {reason}").format(reason=error)) from error
    if not isinstance(content, dict):
        raise ControlError(_("the line is not a JSON object; {...} is expected"))
    return content


def _check_length(length: int, limit: int) -> None:
    if length > limit:
        text = _("the line is longer than the {limit} bytes that are allowed")
        raise ControlError(text.format(limit=limit))


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)
