"""A test notification by the daemon's own surfaces: who shows it, and whether its button answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from gettext import gettext as _
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from deskbreak.core.duration import in_words
from deskbreak.doctor.desktops import way_to_notifications
from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.doctor.surfaces import without_desktop
from deskbreak.sensors.idle import Environment
from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed, Tell, Undelivered
from deskbreak.surfaces.notifier import Candidate, Notifier, candidates_for
from deskbreak.value import value
from deskbreak.window.button import Button

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

_News = SimpleQueue[Fate]

_MINUTE = timedelta(minutes=1)
PROOF = timedelta(milliseconds=1200)
"""What is closed at once was never seen; the surface finds that out within a second."""
_GLANCE = timedelta(milliseconds=50)
_MOST_GLANCES = 400  # 20 s: longer than any surface waits before it gives up


@value
class PressAwaited:
    """The button is to be pressed `within` a time; `prompt` tells the person so."""

    prompt: Callable[[str], None]
    within: timedelta = _MINUTE


def notification_findings(
    environment: Environment,
    session: "Bus | None",
    asking: PressAwaited | None = None,
    *,
    shown_for: timedelta = PROOF,
    is_silenced: bool = False,
) -> Iterator[Finding]:
    """Sends one, and takes it away. Where the user wants silence, it may be kept back (`is_silenced`)."""
    what = _("notifications")
    obstacle = without_desktop(environment, session)
    if obstacle is not None:
        yield bad("notifications", what, *obstacle)
        return
    news: _News = SimpleQueue()
    notifier = _notifier(environment, session, news)
    notifier.show(_notice(with_button=asking is not None))
    first = _first_news(notifier, news, PROOF if asking else shown_for)
    yield _delivery(notifier, environment, is_silenced=is_silenced)
    if notifier.in_use():
        buttons = _buttons(notifier.in_use(), session)
        yield buttons
        if asking is not None:
            answer = first or (_answer(news, asking) if buttons.is_ok else None)
            yield _answered(answer, asking, notifier.in_use(), buttons, is_silenced=is_silenced)
    notifier.close()  # a server may keep it for ever, above the next proposal


class _Nobody:
    """The end of the surfaces: a notice that gets here is not shown."""

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


def _notifier(environment: Environment, session: "Bus | None", news: _News) -> Notifier:
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


def _first_news(notifier: Notifier, news: _News, shown_for: timedelta) -> Fate | None:
    """What came of it until a surface has it on screen, and a little longer."""
    for _glance in range(_MOST_GLANCES):
        first = _next(news, _GLANCE)
        if first is not None:
            return first
        if notifier.in_use():
            break
    return _next(news, shown_for)


def _next(news: _News, within: timedelta) -> Fate | None:
    try:
        return news.get(timeout=within.total_seconds())
    except Empty:
        return None


def _delivery(notifier: Notifier, environment: Environment, *, is_silenced: bool) -> Finding:
    in_use = notifier.in_use()
    if in_use:
        why = _("{surface} took the test notification").format(surface=in_use)
        if not notifier.is_own():  # no server tells what it keeps back
            text = _("{surface} took the test notification; whether it was shown, only you can see")
            why = text.format(surface=in_use)
        to_do = _("Do not disturb is on, so it may be held back") if is_silenced else ""
    else:
        why = _("nothing showed the test notification")
        to_do = way_to_notifications(environment)
    is_ok, what = bool(in_use), _("notifications")
    return Finding("notifications", is_ok, what, why, to_do, in_use, notifier.not_in_use())


def _buttons(in_use: str, session: "Bus | None") -> Finding:
    from deskbreak.surfaces.notifier_dbus import has_buttons  # noqa: PLC0415  (Linux has it)

    what = _("buttons on notifications")
    says_so = session is not None and in_use.startswith("dbus") and has_buttons(session)
    if says_so or in_use.startswith(("toast", "native", "osascript")):
        why = _("{surface} says that it has them").format(surface=in_use)
        return good("buttons", what, why)
    to_do = _(
        "Answer in the tray's menu or with deskbreak start, done, snooze and skip, or by the click "
        "that its text names; dunst, swaync and xfce4-notifyd have buttons"
    )
    return bad("buttons", what, _("{surface} has none").format(surface=in_use), to_do)


def _answer(news: _News, asking: PressAwaited) -> Fate | None:
    text = _("A notification is on your screen: press its button “It works” within {time}.")
    asking.prompt(text.format(time=in_words(asking.within)))
    return _next(news, asking.within)


def _answered(
    answer: Fate | None, asking: PressAwaited, in_use: str, buttons: Finding, *, is_silenced: bool
) -> Finding:
    what = _("answer by a button")
    if isinstance(answer, Pressed):
        return good("answer", what, _("the button was pressed"))
    if not buttons.is_ok:
        return bad("answer", what, _("there was no button to press"), buttons.to_do)
    why = _("the button was not pressed within {time}").format(time=in_words(asking.within))
    if isinstance(answer, Closed):
        why = _("the notification was closed without its button being pressed")
    elif isinstance(answer, Undelivered):
        why = _("the notification server went away")
    return bad("answer", what, why, _way_to_button(in_use, is_silenced=is_silenced))


def _way_to_button(server: str, *, is_silenced: bool) -> str:
    if is_silenced:
        return _("Switch do not disturb off, then try again")
    if "dunst" in server:
        return _(
            "Under dunst, click the notification with the middle button, or run dunstctl action"
        )
    return _(
        "If you saw no notification, allow them for deskbreak in your desktop's "
        "settings; if it had no button, answer in the tray's menu or with deskbreak "
        "start, done and snooze"
    )
