"""The tray's content, as a function of the view."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from typing import Protocol

from deskbreak.core.events import Answer
from deskbreak.core.offers import Offer
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Place
from deskbreak.core.view import View
from deskbreak.core.words import in_words
from deskbreak.surfaces.tray import Entry, Separator, TrayContent


class Actions(Protocol):
    """What a click in the menu may ask for; each returns at once."""

    def say(self, answer: Answer, proposal: str | None, length: timedelta | None) -> None: ...

    def pause(self, length: timedelta) -> None: ...

    def pause_until_tomorrow(self) -> None: ...

    def resume(self) -> None: ...

    def stand(self, *, on: bool) -> None: ...

    def move_to(self, place: Place) -> None: ...

    def show_statistics(self) -> None: ...

    def open_settings(self) -> None: ...

    def explain(self) -> None: ...

    def test_notification(self) -> None: ...

    def quit(self) -> None: ...


def tray_content(view: View, settings: Settings, actions: Actions) -> TrayContent:
    return TrayContent(
        icon=view.icon,
        tooltip=view.headline if view.waiting is None else f"{view.headline}. {view.waiting}",
        menu=(
            *_how_things_stand(view, actions),
            Separator(),
            *_answers(view, actions),
            Separator(),
            _quiet(view, actions),
            Entry(
                _("I'm standing"),
                partial(actions.stand, on=not view.is_standing),
                checked=view.is_standing,
            ),
            Entry(_("Place"), submenu=tuple(_places(settings, actions))),
            Separator(),
            Entry(_("Today and statistics…"), actions.show_statistics),
            Entry(_("Settings…"), actions.open_settings),
            Entry(
                _("Help"),
                submenu=(
                    Entry(_("Why no reminder?"), actions.explain),
                    Entry(_("Test notification"), actions.test_notification),
                ),
            ),
            Separator(),
            Entry(_("Quit"), actions.quit),
        ),
    )


def _how_things_stand(view: View, actions: Actions) -> Iterator[Entry]:
    """The first line explains itself; it is also what a click on the icon does."""
    yield Entry(view.headline, actions.explain, default=True)
    if view.waiting is not None:
        yield Entry(view.waiting, enabled=False)


def _answers(view: View, actions: Actions) -> Iterator[Entry]:
    """The offers of the core, in its order, with the snoozes together in a menu of their own."""
    open_id = None if view.proposal is None else view.proposal.id
    snoozes = tuple(offer for offer in view.offers if offer.answer is Answer.SNOOZE)
    for offer in view.offers:
        if offer.answer is not Answer.SNOOZE:
            yield _entry(offer, offer.label, open_id, actions)
        elif offer is snoozes[0]:
            lengths = (
                _entry(snooze, in_words(snooze.length or timedelta()), open_id, actions)
                for snooze in snoozes
            )
            yield Entry(_("Snooze"), submenu=tuple(lengths))


def _entry(offer: Offer, label: str, open_id: str | None, actions: Actions) -> Entry:
    does = partial(actions.say, offer.answer, open_id, offer.length)
    return Entry(label, does)


def _quiet(view: View, actions: Actions) -> Entry:
    if view.is_paused:
        return Entry(_("Resume"), actions.resume)
    half_an_hour = timedelta(minutes=30)
    hour = timedelta(hours=1)
    return Entry(
        _("Quiet for"),
        submenu=(
            Entry(_("30 min"), partial(actions.pause, half_an_hour)),
            Entry(_("1 hour"), partial(actions.pause, hour)),
            Entry(_("until tomorrow"), actions.pause_until_tomorrow),
        ),
    )


def _places(settings: Settings, actions: Actions) -> Iterator[Entry]:
    labels = {Place.OFFICE: _("Office"), Place.HOME: _("Home"), Place.MEETING: _("Meeting")}
    for place, label in labels.items():
        is_here = settings.stretches.place is place
        yield Entry(label, partial(actions.move_to, place), checked=is_here)
