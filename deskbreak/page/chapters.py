"""What the page consists of, by the names that stand in addresses and on the command line."""

from deskbreak.core.answers import N_
from deskbreak.value import value


@value
class Chapter:
    """One screen of the page; its title is untranslated."""

    name: str
    title: str


CHAPTERS = (
    Chapter("today", N_("Today")),
    Chapter("stats", N_("Statistics")),
    Chapter("stretches", N_("Stretches")),
    Chapter("settings", N_("Settings")),
)
"""In the order in which they stand at the top of each screen."""

WELCOME = Chapter("welcome", N_("Welcome"))
"""Stands apart: it is offered until it has been answered."""

CHAPTER_NAMES = tuple(chapter.name for chapter in (*CHAPTERS, WELCOME))

SIGNS = "signs"
"""Opens today's screen where it says when to get medical help."""

OPENS_AT = {**{name: name for name in CHAPTER_NAMES}, SIGNS: "today#signs"}
"""What an address may open, each with where that is."""
