"""A test notification by the daemon's own surfaces: who shows it, and whether its button answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from deskbreak.core.duration import in_words
from deskbreak.doctor import advice
from deskbreak.doctor.finding import Finding
from deskbreak.doctor.surfaces import without_desktop
from deskbreak.surfaces.notice import Button, Closed, Fate, Notice, Pressed, Tell, Undelivered
from deskbreak.surfaces.notifier import Candidate, Notifier, candidates_for

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

Environment = advice.Environment
_News = SimpleQueue[Fate]

_MINUTE = timedelta(minutes=1)
_PROOF = timedelta(milliseconds=1200)
"""What is closed at once was never seen; the surface finds that out within a second."""
_GLANCE = timedelta(milliseconds=50)
_MOST_GLANCES = 400  # 20 s: longer than any surface waits before it gives up
_PATIENCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Asking:
    """The button is to be pressed `within` a time; `prompt` tells the person so."""

    prompt: Callable[[str], None]
    within: timedelta = _MINUTE


def notification_findings(
    environment: Environment,
    session: "Bus | None",
    asking: Asking | None = None,
    *,
    is_silenced: bool = False,
) -> Iterator[Finding]:
    """Sends one. Where the user wants silence, it may be kept back (`is_silenced`)."""
    what = _("notifications")
    obstacle = without_desktop(environment, session)
    if obstacle is not None or session is None:
        why, to_do = obstacle or ("", "")
        yield Finding("notifications", is_ok=False, what=what, why=why, to_do=to_do)
        return
    news: _News = SimpleQueue()
    notifier = _notifier(environment, session, news)
    notifier.show(_notice(with_button=asking is not None))
    first = _first_news(notifier, news)
    yield _delivery(notifier, environment, is_silenced=is_silenced)
    if notifier.in_use():
        buttons = _buttons(notifier.in_use(), session)
        yield buttons
        if asking is not None:
            answer = first or (_answer(news, asking) if buttons.is_ok else None)
            yield _answered(answer, asking, notifier.in_use(), buttons, is_silenced=is_silenced)
            notifier.close()


class _Nobody:
    """The end of the surfaces: whoever gets here is not shown."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def show(self, notice: Notice) -> None:
        self._tell(notice, Undelivered(""))

    def close(self) -> None:
        """Nothing is on screen."""

    def description(self) -> str:
        return ""

    def trouble(self) -> str | None:
        return None


def _notifier(environment: Environment, session: "Bus", news: _News) -> Notifier:
    nobody = Candidate("nobody", lambda _tell: _Nobody(lambda _notice, fate: news.put(fate)))
    return Notifier(
        (*candidates_for(session, environment), nobody),
        lambda key, _about: news.put(Pressed(key)),
        lambda reason, _about: news.put(Closed(reason)),
    )


def _notice(*, with_button: bool) -> Notice:
    if not with_button:
        return Notice(_("deskbreak can reach you"), _("This is what a reminder will look like."))
    button = Button("works", _("It works"))
    return Notice(_("Can you read this?"), _("Press the button."), buttons=(button,), lasting=True)


def _first_news(notifier: Notifier, news: _News) -> Fate | None:
    """What came of it until a surface has it on screen, and a little longer."""
    for _glance in range(_MOST_GLANCES):
        first = _next(news, _GLANCE)
        if first is not None:
            return first
        if notifier.in_use():
            break
    return _next(news, _PROOF)


def _next(news: _News, within: timedelta) -> Fate | None:
    try:
        return news.get(timeout=within.total_seconds())
    except Empty:
        return None


def _delivery(notifier: Notifier, environment: Environment, *, is_silenced: bool) -> Finding:
    what, in_use = _("notifications"), notifier.in_use()
    if not in_use:
        why = _("the test notification was shown by nobody")
        to_do = advice.for_notifications(environment)
        passed = notifier.not_in_use()
        return Finding("notifications", False, what, why, to_do, not_in_use=passed)  # noqa: FBT003  (the verdict)
    why = _("{surface} took the test notification").format(surface=in_use)
    to_do = _("Do not disturb is on, so it may be kept back") if is_silenced else ""
    passed = notifier.not_in_use()
    return Finding("notifications", True, what, why, to_do, in_use, passed)  # noqa: FBT003  (the verdict)


def _buttons(in_use: str, session: "Bus") -> Finding:
    what = _("buttons on notifications")
    if in_use.startswith("toast") or (in_use.startswith("dbus") and _has_actions(session)):
        why = _("{surface} says that it has them").format(surface=in_use)
        return Finding("buttons", is_ok=True, what=what, why=why)
    why = _("{surface} has none").format(surface=in_use)
    return Finding("buttons", is_ok=False, what=what, why=why, to_do=advice.for_buttons())


def _has_actions(session: "Bus") -> bool:
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415  (who has a bus has it)

    from deskbreak.wires.dbus import BusError  # noqa: PLC0415  (Linux has it)

    name = "org.freedesktop.Notifications"
    server = DBusAddress("/org/freedesktop/Notifications", bus_name=name, interface=name)
    try:
        (capabilities,) = session.ask(new_method_call(server, "GetCapabilities"), _PATIENCE)
    except BusError:
        return False
    return "actions" in capabilities


def _answer(news: _News, asking: Asking) -> Fate | None:
    text = _("A notification is on your screen: press its button “It works” within {time}.")
    asking.prompt(text.format(time=in_words(asking.within)))
    return _next(news, asking.within)


def _answered(
    answer: Fate | None, asking: Asking, in_use: str, buttons: Finding, *, is_silenced: bool
) -> Finding:
    what = _("answer by a button")
    if isinstance(answer, Pressed):
        return Finding("answer", is_ok=True, what=what, why=_("the button was pressed"))
    if not buttons.is_ok:
        why = _("there was no button to press")
        return Finding("answer", is_ok=False, what=what, why=why, to_do=buttons.to_do)
    why = _("the button was not pressed within {time}").format(time=in_words(asking.within))
    if isinstance(answer, Closed):
        why = _("the notification was closed without its button being pressed")
    elif isinstance(answer, Undelivered):
        why = _("the notification server went away")
    to_do = advice.for_unseen(in_use, is_silenced=is_silenced)
    return Finding("answer", is_ok=False, what=what, why=why, to_do=to_do)
