"""The desktop's own notifications (org.freedesktop.Notifications), one of ours at a time.

`show` and `close` only say what should stand; `_catch_up` brings the server there, and runs again
after whatever happens: a reply, a signal, a server that went or came. So a notice that replaces
another still on its way neither stacks nor gets lost.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from typing import Any

from jeepney import (
    DBusAddress,
    MatchRule,
    Message,
    MessageFlag,
    new_method_call,
)

from deskbreak.surfaces.notice import (
    Closed,
    Fate,
    Notice,
    Pressed,
    Reason,
    Tell,
    Undelivered,
    fitted,
    with_first_line,
    with_last_line,
)
from deskbreak.value import value
from deskbreak.wires.dbus import Bus, BusError
from deskbreak.wires.dbus_messages import error_name, error_text, fits, is_error, owner_changes

_SERVER = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_PATIENCE = timedelta(seconds=5)
_PROOF = timedelta(seconds=1)
_MOST_LOSSES = 3  # a server that dies more often over one notice perhaps dies of it
_MOST_EARLY = 100  # others' notices come and go meanwhile
_NO_REPLY = "org.freedesktop.DBus.Error.NoReply"  # it died before it replied
_DEFAULT = "default"
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›"})  # noqa: RUF001  (on purpose)
_LXQT = "lxqt-notificationd"
_COUNTS_DEFAULT_AS_BUTTON = frozenset({"Xfce Notify Daemon", _LXQT})
"""The first draws one for it; the second has no room for a fourth, and makes a list of all."""
_ROOM_BELOW = "<br/>&nbsp;<br/>&nbsp;"
_DRAWS_NO_BUTTONS = frozenset({"mako", "fnott"})  # though they claim to: only a click is left
_BUTTONS_IN_A_MENU = frozenset({"dunst"})


@value
class _Server:
    name: str
    version: str
    capabilities: frozenset[str]


@value
class _Standing:
    id: int
    notice: Notice
    proven: bool


class DbusNotifier:
    """Methods are for any thread; `tell` is called in the bus's thread or in a timer's.

    Its own closing of a notice is not told. `patience` is how long a server may take to reply or
    to come back; closed for no reason within `proof`, a notice counts as never seen.
    """

    def __init__(
        self, bus: Bus, tell: Tell, patience: timedelta = _PATIENCE, proof: timedelta = _PROOF
    ) -> None:
        self._bus = bus
        self._tell = tell
        self._patience = patience
        self._proof = proof
        self._lock = threading.Lock()
        self._news: list[tuple[Notice, Fate]] = []
        self._wanted: Notice | None = None
        self._standing: _Standing | None = None
        self._server: _Server | None = None
        self._trouble: str | None = _("the notification server has not answered yet")
        self._busy = False  # a reply is awaited that `_catch_up` needs
        self._early: dict[int, int] = {}  # closed before the reply said whose id that is
        self._pressed_early: dict[int, str] = {}  # likewise
        self._expired: _Standing | None = None  # off the screen, and clicked in a list perhaps
        self._losses = 0
        self._turn = 0  # a reply or a deadline of an earlier turn means nothing any more
        self._deadline: threading.Timer | None = None
        bus.on_signal(_signal("ActionInvoked"), partial(self._alone, self._hear_action))
        bus.on_signal(_signal("NotificationClosed"), partial(self._alone, self._hear_closing))
        bus.on_signal(owner_changes(_SERVER.bus_name), partial(self._alone, self._hear_owner))
        bus.on_connect(partial(self._alone, self._meet_server))

    def show(self, notice: Notice) -> None:
        """Put it on screen, in place of the one that stands."""
        self._alone(self._want, notice)

    def close(self) -> None:
        self._alone(self._want, None)

    def description(self) -> str:
        server = self._server
        return f"dbus ({server.name} {server.version})" if server else "dbus"

    def trouble(self) -> str | None:
        return self._trouble

    def _alone(self, step: Callable[..., None], *given: Any) -> None:
        """One step at a time; what came of it is told outside the lock."""
        with self._lock:
            step(*given)
            news, self._news = self._news, []
        for notice, fate in news:
            self._tell(notice, fate)

    def _want(self, notice: Notice | None) -> None:
        self._wanted = notice
        self._expired = None
        self._losses = 0
        self._catch_up()

    def _catch_up(self) -> None:
        if self._busy:
            return  # the reply brings us back here
        standing, wanted, server = self._standing, self._wanted, self._server
        if wanted is None:
            self._take_down()
        elif server is None:
            self._ask_server()
        elif standing is None or standing.notice is not wanted:
            self._early, self._pressed_early, self._expired = {}, {}, None
            if standing is not None and _keeps_the_buttons(server, standing.notice, wanted):
                self._take_down()
            replaced = 0 if self._standing is None else self._standing.id
            message = _notify(wanted, server, replaces=replaced)
            self._call(message, "u", partial(self._hear_id, wanted))

    def _take_down(self) -> None:
        if self._standing is not None:
            self._bus.send(_close(self._standing.id))
            self._standing = None
            self._next_turn()

    def _ask_server(self) -> None:
        """Who it is. Only a notice may start one: at log-in the desktop starts its own."""
        message = _method("GetServerInformation")
        may_start = self._wanted is not None
        if not may_start:
            message.header.flags |= MessageFlag.no_auto_start
        self._call(message, "ssss", partial(self._hear_identity, may_start))

    def _hear_identity(self, may_start: bool, reply: Message) -> None:  # noqa: FBT001  (bound)
        if not is_error(reply):
            name, _vendor, version, _specification = reply.body
            then = partial(self._hear_capabilities, name, version)
            self._call(_method("GetCapabilities"), "as", then)
        elif self._wanted is not None and not may_start:
            self._ask_server()
        else:
            self._fail(_("no notification server answers: {why}").format(why=error_text(reply)))

    def _hear_capabilities(self, name: str, version: str, reply: Message) -> None:
        capabilities = frozenset() if is_error(reply) else frozenset(reply.body[0])
        self._server = _Server(name, version, capabilities)
        self._trouble = None
        self._catch_up()

    def _hear_id(self, notice: Notice, reply: Message) -> None:
        wrong = _wrong_with(reply)
        if wrong is None:
            self._standing = _Standing(reply.body[0], notice, proven=False)
            self._trouble = None
            self._by(self._proof, self._prove)
            number = self._standing.id
            if number in self._pressed_early:
                self._press(self._standing.notice, self._pressed_early[number])
            elif number in self._early:
                self._lose_standing(self._standing, self._early[number])
        elif notice is self._wanted:
            self._fail(wrong)
        self._catch_up()

    def _prove(self) -> None:
        if self._standing is not None:
            self._standing = replace(self._standing, proven=True)

    def _hear_action(self, message: Message) -> None:
        if not fits(message, "us"):
            return
        number, action = message.body
        for one in (self._standing, self._expired):
            if one is not None and one.id == number:
                self._press(one.notice, action)
                return
        if self._busy and len(self._pressed_early) < _MOST_EARLY:
            self._pressed_early[number] = action

    def _press(self, notice: Notice, action: str) -> None:
        key = notice.default if action == _DEFAULT else action
        if key is None or key not in {notice.default, *(button.key for button in notice.buttons)}:
            return
        self._expired = None
        self._news.append((notice, Pressed(key)))
        if self._wanted is notice:
            self._wanted = None  # answered: not to be shown again, whatever the server does
            self._catch_up()

    def _hear_closing(self, message: Message) -> None:
        if not fits(message, "uu"):
            return
        number, reason = message.body
        if self._standing is not None and self._standing.id == number:
            self._lose_standing(self._standing, reason)
        elif self._busy and len(self._early) < _MOST_EARLY:
            self._early[number] = reason

    def _lose_standing(self, standing: _Standing, number: int) -> None:
        self._standing = None
        if standing.notice is not self._wanted:
            return  # its successor is on its way
        self._next_turn()
        reason = Reason(number) if number in tuple(Reason) else Reason.UNDEFINED
        if reason is Reason.UNDEFINED and not standing.proven:
            self._fail(_("the notification server closed it at once and gave no reason"))
            return
        self._wanted = None
        if reason is Reason.EXPIRED:
            self._expired = standing
        self._news.append((standing.notice, Closed(reason)))

    def _hear_owner(self, message: Message) -> None:
        _name, old, new = message.body
        if new and not (self._busy and not old):  # else: it starts because we asked it something
            self._meet_server()
        elif not new and (self._busy or self._server is not None):
            self._lose_server()

    def _meet_server(self) -> None:
        """A bus or a server that is new to us: nothing of ours is on its screen."""
        self._forget_server()
        self._ask_server()

    def _lose_server(self) -> None:
        self._forget_server()
        self._trouble = _("the notification server went away")
        if self._wanted is None:
            return
        self._losses += 1
        if self._losses > _MOST_LOSSES:
            self._fail(_("the notification server keeps going away"))
        else:
            self._by(self._patience, self._ask_server)  # unless it comes back by itself

    def _forget_server(self) -> None:
        self._server = self._standing = self._expired = None
        self._busy = False
        self._next_turn()

    def _fail(self, why: str) -> None:
        self._trouble = why
        self._take_down()  # a predecessor that the notice should have replaced
        if self._wanted is not None:
            self._news.append((self._wanted, Undelivered(why)))
            self._wanted = None

    def _call(self, message: Message, gives: str, hear: Callable[[Message], None]) -> None:
        """`gives` is the signature of the reply; one of another kind is no answer."""
        self._busy = True
        turn = self._by(self._patience, self._run_out)
        self._bus.call(message, partial(self._alone, self._hear_reply, turn, gives, hear))

    def _hear_reply(
        self, turn: int, gives: str, hear: Callable[[Message], None], reply: Message | None
    ) -> None:
        if turn != self._turn:
            self._take_back(reply)
            return
        self._next_turn()
        self._busy = False
        if reply is None or error_name(reply) == _NO_REPLY:
            self._lose_server()
        elif is_error(reply) or fits(reply, gives):
            hear(reply)
        else:
            self._fail(_("the notification server answers otherwise than such servers do"))

    def _take_back(self, reply: Message | None) -> None:
        """A notification that comes up after we gave up on it would be a second one."""
        if reply is not None and fits(reply, "u"):
            self._bus.send(_close(reply.body[0]))

    def _run_out(self) -> None:
        self._forget_server()
        self._fail(_("the notification server does not reply"))

    def _by(self, limit: timedelta, then: Callable[[], None]) -> int:
        """Do that after so long, unless this turn is over by then."""
        turn = self._next_turn()
        self._deadline = threading.Timer(
            limit.total_seconds(), self._alone, (self._in_turn, turn, then)
        )
        self._deadline.daemon = True
        self._deadline.start()
        return turn

    def _in_turn(self, turn: int, then: Callable[[], None]) -> None:
        if turn == self._turn:
            then()

    def _next_turn(self) -> int:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self._turn += 1
        return self._turn


def has_buttons(bus: Bus, within: timedelta = _PATIENCE) -> bool:
    """Whether the server draws them. Blocks, hence never from a callback of the bus."""
    try:
        (capabilities,) = bus.ask(_method("GetCapabilities"), within, "as")
        name, *_rest = bus.ask(_method("GetServerInformation"), within, "ssss")
    except BusError:
        return False
    return "actions" in capabilities and name not in _DRAWS_NO_BUTTONS


def _keeps_the_buttons(server: _Server, standing: Notice, wanted: Notice) -> bool:
    """LXQt's, of what is replaced: under a new question, the answers to the one before."""
    return server.name == _LXQT and standing.buttons != wanted.buttons


def _notify(notice: Notice, server: _Server, replaces: int) -> Message:
    fitting = fitted(notice)
    body = _with_room(_spelled(_with_hint(fitting, server), server), server)
    actions = _actions(fitting, server) if "actions" in server.capabilities else []
    expires = 0 if fitting.lasting else -1  # never, or as the server likes
    what = ("deskbreak", replaces, "", fitting.title, body, actions, _hints(fitting), expires)
    return _method("Notify", "susssasa{sv}i", what)


def _with_hint(notice: Notice, server: _Server) -> str:
    """The text; where no buttons are drawn it says what a click does.

    mako and fnott cut a text at a few lines: there it comes first.
    """
    labels = {button.key: button.label for button in notice.buttons}
    if not labels:
        return notice.body
    label = labels.get(notice.default or "")
    is_bare = server.name in _DRAWS_NO_BUTTONS
    if label and server.name in _BUTTONS_IN_A_MENU:
        return with_last_line(
            notice.body, _("Middle click: {answer}").format(answer=label), notice.ending
        )
    if label and is_bare and "actions" in server.capabilities:
        return with_first_line(
            _("Click: {answer}").format(answer=label), notice.body, notice.ending
        )
    if is_bare or "actions" not in server.capabilities:
        # a click that takes a question away must not say that nothing hurts
        return with_last_line(notice.body, _("Answer in deskbreak's menu."), notice.ending)
    return notice.body  # it draws buttons, or nothing is to be said by a click


def _with_room(body: str, server: _Server) -> str:
    """LXQt's window is too low by the second line of a title: it is the caution that would be cut."""
    return f"{body}{_ROOM_BELOW}" if server.name == _LXQT else body


def _spelled(text: str, server: _Server) -> str:
    """As the server reads it; dunst reads markup also where it says that it does not."""
    if "body-markup" not in server.capabilities:
        return text.translate(_LOOKALIKES) if server.name == "dunst" else text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _actions(notice: Notice, server: _Server) -> list[str]:
    labels = {button.key: button.label for button in notice.buttons}
    if notice.default is not None and server.name not in _COUNTS_DEFAULT_AS_BUTTON:
        labels = {_DEFAULT: labels.get(notice.default, ""), **labels}
    return [text for action in labels.items() for text in action]


def _hints(notice: Notice) -> dict[str, tuple[str, Any]]:
    hints: dict[str, tuple[str, Any]] = {
        "urgency": ("y", 2 if notice.urgent else 1),  # critical or normal
        "category": ("s", "x-deskbreak.break"),
        "desktop-entry": ("s", "deskbreak"),
        "resident": ("b", notice.lasting),  # we close it ourselves once it is answered
    }
    if notice.picture is not None and notice.picture.is_file():
        hints["image-path"] = ("s", notice.picture.absolute().as_uri())
    if notice.sound:
        hints["sound-name"] = ("s", "message-new-instant")
    else:
        hints["suppress-sound"] = ("b", True)
    return hints


def _close(number: int) -> Message:
    message = _method("CloseNotification", "u", (number,))
    message.header.flags |= MessageFlag.no_reply_expected | MessageFlag.no_auto_start
    return message


def _method(name: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Message:
    return new_method_call(_SERVER, name, signature, body)


def _signal(member: str) -> MatchRule:
    return MatchRule(
        type="signal", interface=_SERVER.interface, path=_SERVER.object_path, member=member
    )


def _wrong_with(reply: Message) -> str | None:
    if is_error(reply):
        return _("the notification server refused it: {why}").format(why=error_text(reply))
    if reply.body[0] == 0:
        return _("the notification server gave it no id")
    return None
