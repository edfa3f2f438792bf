"""The tray's content, as a function of the view."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from itertools import groupby
from typing import Protocol

from deskbreak.core.answers import BEGINS_A_BREAK
from deskbreak.core.duration import in_words
from deskbreak.core.events import Answer
from deskbreak.core.moment import ZERO
from deskbreak.core.offers import Offer, heading_of
from deskbreak.core.policy import LeftClick, Settings
from deskbreak.core.stretch import Group, Place
from deskbreak.core.view import View
from deskbreak.core.words import group_name, place_name
from deskbreak.surfaces.tray import Entry, Separator, TrayContent


class MenuActions(Protocol):
    """What a click in the menu may ask for; each returns at once."""

    def say(
        self,
        answer: Answer,
        proposal: str | None,
        length: timedelta | None,
        plan: str | None = None,
    ) -> None: ...

    def pause(self, length: timedelta) -> None: ...

    def pause_until_tomorrow(self) -> None: ...

    def resume(self) -> None: ...

    def stand(self, *, on: bool) -> None: ...

    def allow(self, group: Group) -> None: ...

    def move_to(self, place: Place) -> None: ...

    def open_page(self, chapter: str) -> None: ...

    def set_up(self) -> None: ...

    def show_help_signs(self) -> None: ...

    def explain(self) -> None: ...

    def test_notification(self) -> None: ...

    def save_report(self) -> None: ...

    def start_at_login(self, *, on: bool) -> None: ...

    @property
    def starts_at_login(self) -> bool:
        """As far as is known: it is looked at as the menu opens."""
        ...

    def say_what_this_is(self) -> None: ...

    def quit(self) -> None: ...


def tray_content(view: View, settings: Settings, actions: MenuActions) -> TrayContent:
    starts = settings.tray.click is LeftClick.BREAK and any(
        offer.answer is BEGINS_A_BREAK for offer in view.offers
    )
    opens_today = not starts and settings.tray.click is not LeftClick.MENU
    return TrayContent(
        icon=view.icon,
        panel=settings.tray.panel,
        tooltip=_("deskbreak: {status}").format(status=". ".join(_told(view))),
        menu=(
            *_how_things_stand(view, actions),
            Separator(),
            *_answers(view, actions, starts=starts),
            Separator(),
            _quiet(view, actions),
            Entry(
                _("I'm standing"),
                partial(actions.stand, on=not view.is_standing),
                checked=view.is_standing,
            ),
            Entry(_("Place"), submenu=tuple(_places(settings, actions))),
            *_turned_off(view, actions),
            Separator(),
            Entry(
                _("Today and statistics…"), partial(actions.open_page, "today"), default=opens_today
            ),
            Entry(_("Stretches…"), partial(actions.open_page, "stretches")),
            Entry(_("Settings…"), partial(actions.open_page, "settings")),
            Entry(_("Set up again…"), actions.set_up),
            Entry(
                _("Start at login"),
                partial(actions.start_at_login, on=not actions.starts_at_login),
                checked=actions.starts_at_login,
            ),
            Entry(_("When to get medical help"), actions.show_help_signs),
            Entry(
                _("Help"),
                submenu=(
                    Entry(_("Why no reminder?"), actions.explain),
                    Entry(_("Test notification"), actions.test_notification),
                    Entry(_("Save a problem report…"), actions.save_report),
                    Entry(_("About deskbreak"), actions.say_what_this_is),
                ),
            ),
            Separator(),
            Entry(_("Quit"), actions.quit),
        ),
    )


def _how_things_stand(view: View, actions: MenuActions) -> Iterator[Entry]:
    """The first line explains itself."""
    headline, *waiting = _told(view)
    yield Entry(headline, actions.explain)
    for line in waiting:
        yield Entry(line, enabled=False)


def _told(view: View) -> tuple[str, ...]:
    """The headline, and what is waited for unless a long wait has brought that into it."""
    if view.waiting is None or view.waiting in view.headline:
        return (view.headline,)
    return (view.headline, view.waiting)


def _answers(view: View, actions: MenuActions, *, starts: bool) -> Iterator[Entry]:
    """The offers of the core; those of one heading together in a menu of their own.

    A click on the icon `starts` a break where that is wished.
    """
    open_id = None if view.proposal is None else view.proposal.id
    for heading, offers in groupby(view.offers, heading_of):
        if heading is None:
            for offer in offers:
                entry = _answer(offer, offer.label, open_id, actions)
                yield replace(entry, default=starts and offer.answer is BEGINS_A_BREAK)
        else:
            yield Entry(heading, submenu=tuple(_under_a_heading(offers, open_id, actions)))


def _under_a_heading(
    offers: Iterable[Offer], open_id: str | None, actions: MenuActions
) -> Iterator[Entry]:
    """Lengths alone, the shortest first, then what has a name: the heading says what they are for."""
    for offer in sorted(offers, key=lambda offer: (offer.plan is not None, offer.length or ZERO)):
        text = offer.label if offer.length is None else in_words(offer.length)
        yield _answer(offer, text, open_id, actions)


def _answer(offer: Offer, text: str, open_id: str | None, actions: MenuActions) -> Entry:
    return Entry(text, partial(actions.say, offer.answer, open_id, offer.length, offer.plan))


def _turned_off(view: View, actions: MenuActions) -> Iterator[Entry]:
    for group in view.off:
        text = _("Allow again: {group}").format(group=group_name(group))
        yield Entry(text, partial(actions.allow, group))


def _quiet(view: View, actions: MenuActions) -> Entry:
    if view.is_paused:
        return Entry(_("Resume reminders"), actions.resume)
    half_an_hour = timedelta(minutes=30)
    hour = timedelta(hours=1)
    return Entry(
        _("Pause reminders"),
        submenu=(
            Entry(_("30 min"), partial(actions.pause, half_an_hour)),
            Entry(_("1 hour"), partial(actions.pause, hour)),
            Entry(_("until tomorrow"), actions.pause_until_tomorrow),
        ),
    )


def _places(settings: Settings, actions: MenuActions) -> Iterator[Entry]:
    for place in Place:
        is_here = settings.stretches.place is place
        yield Entry(place_name(place), partial(actions.move_to, place), checked=is_here)
