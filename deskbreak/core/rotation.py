"""Whose turn it is: which stretch to propose, and why.

Every `walk_every`-th due moment is a walk, and one after an hour's bout; but no bout has two.
Twice a week it is a move for strength, where any may come. Every other turn goes to the move with
the highest score among those that the filters of `avoid` let through; the score weighs what the
group lacks of its target share, how long the move has waited and how often it was skipped. The
filters are hard, but where too little is left that gets up, seated moves step in; the preferences
for variety (`_Contest.preferred`) give way before nothing is left.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from gettext import gettext as _
from gettext import ngettext
from types import MappingProxyType
from typing import assert_never, cast

from deskbreak.core.avoid import HARMFUL, PERSONAL, UNSAFE, Bar, Filters, stays_seated, suits
from deskbreak.core.in_a_list import full_stop, in_a_list, in_a_row, labelled
from deskbreak.core.moment import ZERO
from deskbreak.core.policy import Breaks, Focus, Stretches
from deskbreak.core.stretch import Group, Place, Stretch
from deskbreak.core.words import group_name
from deskbreak.value import value

_BALANCED: Mapping[Group, float] = MappingProxyType(
    {
        Group.HAMSTRING: 0.25,
        Group.HIP_FLEXOR: 0.25,
        Group.WALL_SLIDE: 0.22,
        Group.UPPER_BACK: 0.12,
        Group.SPINE: 0.06,
        Group.LEGS: 0.06,
        Group.GLUTE: 0.04,
        Group.BREATH: 0.02,
    }
)
_FOCUS: Mapping[Focus, Mapping[Group, float]] = MappingProxyType(
    {
        Focus.BALANCED: {},
        Focus.HIPS: {Group.HIP_FLEXOR: 2.0, Group.GLUTE: 3.0},
        Focus.HAMSTRINGS: {Group.HAMSTRING: 2.0},
        Focus.UPPER_BACK: {Group.UPPER_BACK: 2.5, Group.WALL_SLIDE: 1.5},
        Focus.STRENGTH: {Group.LEGS: 2.5, Group.GLUTE: 3.0},
    }
)
"""By how much a focus stretches the share of a group, before all are made to sum up to one."""
_OUTSIDE_THE_SHARES = (Group.WALK, Group.STAND, Group.PRESSURE)
_HOUR = timedelta(hours=1)
_LONGEST_WAIT = 20
_MOST_SKIPS = 4
_BREAKS_APART = 4
_ENOUGH_MOVES = 8
"""Where cautions leave fewer that get up, seated moves step in."""
_FEW_MOVES = 5
_RULED_OUT = PERSONAL - {Bar.ROLLING, Bar.RESTING}
_LATELY, _MOST_LATELY = 22, 3
_WEEK = timedelta(days=7)
_STRENGTH_APART = timedelta(days=2)
_STRENGTH_A_WEEK = 2
_STRENGTH_NOT_AGAIN = 8
"""So many offers pass before a move for strength that was put off is offered again."""

REST = timedelta(hours=72)
"""How long a stretch that hurt is left out."""


@value
class Resting:
    """A move that hurt and is left out until then (UTC).

    `is_slight`: it was only a little worse the day after, which counts for nothing else.
    """

    id: str
    until: datetime
    is_slight: bool = False

    def is_of(self, stretch: Stretch, *, is_slight: bool) -> bool:
        return (self.id, self.is_slight) == (stretch.id, is_slight)


@value
class RestingGroup:
    """The moves of a kind, of which one hurt much, are left out until then (UTC)."""

    group: Group
    until: datetime


@value
class Rotation:
    """What was offered, done, skipped and hurt lately, latest last: all that a fair turn needs.

    It keeps ids, because the catalogue may change under a saved session. `since_walk` counts the
    due moments since the last walk. `done` and `skipped` feed the shares and the score, so the
    walk and pressure relief, which stand outside both, are only ever in `offered`; standing up
    for half a minute is in none. A swap counts as an offer of its own, since its move was seen.
    `off` are the groups that hurt again within two weeks, until the user turns them on,
    `resting_groups` those that hurt much. `learnt` are all moves ever done, `strong` the latest
    days on which strength was trained.
    """

    offered: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    since_walk: int = 0
    resting: tuple[Resting, ...] = ()
    off: tuple[Group, ...] = ()
    learnt: tuple[str, ...] = ()
    strong: tuple[date, ...] = ()
    resting_groups: tuple[RestingGroup, ...] = ()

    def offering(self, stretch: Stretch, *, first: bool) -> "Rotation":
        """`first`: nothing was shown for this due moment before."""
        if stretch.group is Group.STAND:
            return self
        if not first and self.offered[-1:] == (stretch.id,):  # the same proposal, shown anew
            return self
        since_walk = 0 if stretch.group is Group.WALK else self.since_walk + int(first)
        return replace(self, offered=(*self.offered, stretch.id)[-32:], since_walk=since_walk)

    def doing(self, stretch: Stretch, day: date) -> "Rotation":
        """A move that is done again is forgiven its skips."""
        if stretch.group in _OUTSIDE_THE_SHARES:
            return self
        skipped = tuple(id_ for id_ in self.skipped if id_ != stretch.id)
        learnt = (*(id_ for id_ in self.learnt if id_ != stretch.id), stretch.id)[-128:]
        trains = stretch.group is Group.STRENGTH and day not in self.strong
        strong = (*self.strong, day)[-8:] if trains else self.strong
        done = (*self.done, stretch.id)[-24:]
        return replace(self, done=done, skipped=skipped, learnt=learnt, strong=strong)

    def skipping(self, stretch: Stretch) -> "Rotation":
        if stretch.group in _OUTSIDE_THE_SHARES:
            return self
        return replace(self, skipped=(*self.skipped, stretch.id)[-24:])

    def has_hurt_since(self, moment: datetime) -> bool:
        """Whether any move began to rest after that moment (UTC)."""
        return any(rest.until - REST >= moment for rest in self.resting if not rest.is_slight)

    def was_lately(self, id_: str) -> bool:
        """It was proposed or done within memory."""
        return id_ in self.offered or id_ in self.done

    def rest_of(self, stretch: Stretch, *, is_slight: bool = False) -> datetime | None:
        """Until when the move rests or rested; None if it did not hurt so."""
        of_it = (rest for rest in self.resting if rest.is_of(stretch, is_slight=is_slight))
        return next((rest.until for rest in of_it), None)

    def hurting(self, stretch: Stretch, until: datetime, *, is_slight: bool = False) -> "Rotation":
        """A rest is never cut short by a later, shorter one, nor forgotten for a slighter one."""
        until = max(until, self.rest_of(stretch, is_slight=is_slight) or until)
        rest = Resting(stretch.id, until, is_slight)
        others = (each for each in self.resting if not each.is_of(stretch, is_slight=is_slight))
        return replace(self, resting=(*others, rest)[-64:])

    def spared(self, stretch: Stretch, rest: datetime | None) -> "Rotation":
        """It was not so bad: it rests as it did before, or not at all."""
        others = tuple(each for each in self.resting if not each.is_of(stretch, is_slight=False))
        return replace(
            self, resting=others if rest is None else (*others, Resting(stretch.id, rest))
        )

    def resting_all(self, group: Group, now: datetime) -> "Rotation":
        """All moves of the kind; standing up, the smallest break there is, always stays."""
        if group is Group.STAND:
            return self
        others = (rest for rest in self.resting_groups if rest.group is not group)
        return replace(self, resting_groups=(*others, RestingGroup(group, now + REST)))

    def is_sore(self, stretch: Stretch, now: datetime) -> bool:
        """It may not come because it hurt, or one of its kind did."""
        rests = any(rest.id == stretch.id and now < rest.until for rest in self.resting)
        return rests or stretch.group in (*self.off, *self.groups_resting(now))

    def moves_resting(self, now: datetime) -> Mapping[str, datetime]:
        """Until when each of them does, by id; of two rests of a move the later."""
        rests = sorted(self.resting, key=lambda rest: rest.until)
        return {rest.id: rest.until for rest in rests if now < rest.until}

    def groups_resting(self, now: datetime) -> Mapping[Group, datetime]:
        """Until when all moves of each of them do."""
        return {rest.group: rest.until for rest in self.resting_groups if now < rest.until}

    def with_clock_set(self, before: datetime, step: timedelta) -> "Rotation":
        """What was left of each rest by the clock of before is left of it by the one of now."""
        resting = (
            replace(rest, until=rest.until + step) if before < rest.until else rest
            for rest in self.resting
        )
        groups = (
            replace(rest, until=rest.until + step) if before < rest.until else rest
            for rest in self.resting_groups
        )
        return replace(self, resting=tuple(resting), resting_groups=tuple(groups))

    def turning_off(self, group: Group) -> "Rotation":
        """Standing up, the smallest break there is, always stays."""
        if group is Group.STAND or group in self.off:
            return self
        return replace(self, off=(*self.off, group))

    def turning_on(self, group: Group) -> "Rotation":
        return replace(self, off=tuple(each for each in self.off if each is not group))


@dataclass(frozen=True)
class Choosing:
    """What the choice depends on and the user decides.

    `seed` tells two users apart; `zone` is for what is told of it.
    """

    catalogue: tuple[Stretch, ...]
    stretches: Stretches
    breaks: Breaks
    seed: str
    zone: tzinfo

    @cached_property
    def suited(self) -> tuple[Stretch, ...]:
        """The moves that no setting keeps out, whatever was done or hurts; the same all day."""
        return tuple(move for move in self.catalogue if suits(move, self.stretches, self.breaks))


@value
class Choice:
    """A stretch, and in one sentence why it is this one."""

    stretch: Stretch
    why: str


def choose(
    rotation: Rotation,
    rules: Choosing,
    *,
    day: date,
    now: datetime,
    seat_time: timedelta,
    shown: tuple[str, ...] = (),
    must_get_up: bool = False,
    has_walked: bool = False,
) -> Choice | None:
    """The stretch to propose; None when nothing is left that may be.

    `shown` are the stretches already shown for this due moment: a swap never brings one back, and
    offers the walk last. `has_walked`: a walk was proposed in this bout, done or not. The walk also
    steps in where no other move is left. Whoever wants no walks (`walk_every` 0, or barred by a
    filter) then gets None.
    """
    admitted = _admitted(rotation, rules, now, must_get_up=must_get_up)
    fresh = [stretch for stretch in admitted if stretch.id not in shown]
    walk = next((stretch for stretch in fresh if stretch.group is Group.WALK), None)
    contest = _Contest.among(admitted, rotation, rules, day)
    if unloading := [move for move in fresh if move.group is Group.PRESSURE]:
        return Choice(unloading[0], _("Time to take the weight off your seat."))
    if not shown:
        turn = None if has_walked else _turn_of_the_walk(rotation, rules.breaks, seat_time)
        if walk is not None and turn is not None:
            return Choice(walk, turn)
        if (strong := contest.strength(fresh)) is not None:
            return Choice(strong, _("Strength comes twice a week: this one is next."))
    moves = [stretch for stretch in fresh if stretch.group is not Group.WALK]
    if best := contest.best(contest.rested(moves)) or contest.best(moves):
        return Choice(best, contest.reason(best))
    if walk is None or has_walked:
        return None
    return Choice(walk, _("No other move fits right now, so it's a walk."))


def explain(
    rotation: Rotation, rules: Choosing, *, day: date, now: datetime, stretch_id: str
) -> str:
    """Why this stretch would or would not be proposed, were a break due now, early in a bout."""
    stretch = next((each for each in rules.catalogue if each.id == stretch_id), None)
    if stretch is None:
        return _('The catalogue has no stretch "{id}".').format(id=stretch_id)
    filters = _filters(rotation, rules, now, must_get_up=False)
    if bar := filters.bar(stretch):
        return filters.sentence(bar, stretch)
    # what nothing bars could be chosen, so there is a choice
    choice = cast("Choice", choose(rotation, rules, day=day, now=now, seat_time=ZERO))
    if choice.stretch == stretch:
        return _("It is next. {why}").format(why=choice.why)
    if stretch.group is Group.WALK:
        return _until_the_walk(rules.breaks.walk_every - 1 - rotation.since_walk)
    admitted = _admitted(rotation, rules, now, must_get_up=False)
    contest = _Contest.among(admitted, rotation, rules, day)
    ahead = _("Next is {name}. {why}").format(name=choice.stretch.name, why=choice.why)
    return in_a_row((contest.held_back(stretch), ahead, contest.behind(stretch)))


def score_of(
    rotation: Rotation, rules: Choosing, *, day: date, now: datetime, stretch_id: str
) -> Mapping[str, float] | None:
    """What decides between the moves, part by part; None of one that is barred, and of the walk."""
    contest = _Contest.among(
        _admitted(rotation, rules, now, must_get_up=False), rotation, rules, day
    )
    score = next((contest.score(move) for move in contest.moves if move.id == stretch_id), None)
    return None if score is None else {"total": score.total, **asdict(score)}


def may_still_come(
    rotation: Rotation, rules: Choosing, *, now: datetime, stretch: Stretch, must_get_up: bool
) -> bool:
    """Whether a stretch that was put off may come again: it may hurt by now, or the place is another."""
    filters = _filters(rotation, rules, now, must_get_up=must_get_up)
    return filters.bar(stretch) is None


def may_unload(rotation: Rotation, rules: Choosing, *, now: datetime) -> bool:
    """Whether a move is left that takes the weight off a wheelchair's seat; asked at every event."""
    filters = _strict(rotation, rules, now, must_get_up=False)
    unloading = (move for move in rules.catalogue if move.group is Group.PRESSURE)
    return any(filters.bar(move) is None for move in unloading)


def why_ruled_out(
    rotation: Rotation, rules: Choosing, *, now: datetime, stretch: Stretch
) -> str | None:
    """What of the person, or of what hurt them, keeps it out, in one sentence; None if nothing.

    In a meeting that it gets up does, too (rule 13).
    """
    filters = _filters(rotation, rules, now, must_get_up=False)
    ruling = PERSONAL | UNSAFE
    if stretch.gets_up and rules.stretches.place.is_among_others:
        ruling |= {Bar.PLACE}
    bar = next((bar for bar in filters.bars(stretch) if bar in ruling), None)
    return None if bar is None else filters.plainly(bar, stretch)


def risk_of(
    rotation: Rotation, rules: Choosing, *, now: datetime, stretch: Stretch
) -> tuple[str, str] | None:
    """Why even the user's own wish to do it is asked about once more; None if nothing bars it.

    For who types, with what would lift it, and for who clicks.
    """
    filters = _filters(rotation, rules, now, must_get_up=False)
    bar = filters.risk(stretch)
    if bar is None:
        return None
    return filters.sentence(bar, stretch), filters.plainly(bar, stretch)


def may_harm_now(rotation: Rotation, rules: Choosing, *, now: datetime, stretch: Stretch) -> bool:
    """Whether it is one that may not even be done to its end."""
    filters = _filters(rotation, rules, now, must_get_up=False)
    return not HARMFUL.isdisjoint(filters.bars(stretch))


@value
class KeptOut:
    """Why a move would not be proposed now, in one sentence and in a few words."""

    why: str = ""
    short: str = ""


def kept_out(rotation: Rotation, rules: Choosing, *, now: datetime) -> Mapping[str, KeptOut]:
    """By the ids of the moves that would not be proposed now, the first reason."""
    filters = _filters(rotation, rules, now, must_get_up=False)
    bars = ((stretch, filters.bar(stretch)) for stretch in rules.catalogue)
    return {
        stretch.id: KeptOut(filters.plainly(bar, stretch), filters.in_short(bar, stretch))
        for stretch, bar in bars
        if bar is not None
    }


def has_few_moves(rotation: Rotation, rules: Choosing, now: datetime) -> bool:
    """Whether what the person ruled out leaves fewer than five moves, the walk not counted.

    What hurt, and the place of a meeting, pass.
    """
    match rules.stretches.place:
        case Place.MEETING:
            return False
        case Place.OFFICE | Place.HOME | Place.GYM:
            unhurt = replace(rotation, resting=(), resting_groups=(), off=())
        case _:
            assert_never(rules.stretches.place)
    filters = _filters(unhurt, rules, now, must_get_up=False)
    if filters.leaves(_FEW_MOVES, (move for move in rules.suited if move.group is not Group.WALK)):
        return False
    return not _RULED_OUT.isdisjoint(filters.bar(move) for move in _moves(rules))


def would_add_moves(rotation: Rotation, rules: Choosing, now: datetime, wishes: Stretches) -> bool:
    """Whether more moves are left under these wishes instead."""
    others = replace(rules, stretches=wishes)
    return _left(rotation, others, now) > _left(rotation, rules, now)


def _left(rotation: Rotation, rules: Choosing, now: datetime) -> int:
    filters = _filters(rotation, rules, now, must_get_up=False)
    return sum(filters.bar(move) is None for move in _moves(rules))


def _moves(rules: Choosing) -> list[Stretch]:
    return [move for move in rules.catalogue if move.group is not Group.WALK]


def _filters(rotation: Rotation, rules: Choosing, now: datetime, *, must_get_up: bool) -> Filters:
    """Seated moves step in where what the person ruled out leaves too few that get up (rule 14)."""
    filters = _strict(rotation, rules, now, must_get_up=must_get_up)
    if filters.leaves(_ENOUGH_MOVES, filter(_is_off_the_chair, rules.suited)):
        return filters
    standing = filter(_is_off_the_chair, rules.catalogue)
    is_scarce = not PERSONAL.isdisjoint(map(filters.bar, standing))
    return replace(filters, may_sit=True) if is_scarce else filters


def _strict(rotation: Rotation, rules: Choosing, now: datetime, *, must_get_up: bool) -> Filters:
    """However few moves they leave."""
    done = (*rotation.done, *rotation.learnt)
    return Filters(
        rules.stretches,
        rules.breaks,
        done,
        rotation.moves_resting(now),
        must_get_up and not stays_seated(rules.stretches),
        rotation.off,
        rotation.groups_resting(now),
        zone=rules.zone,
        catalogue=rules.catalogue,
    )


def _is_off_the_chair(move: Stretch) -> bool:
    return move.gets_up and move.group not in _OUTSIDE_THE_SHARES


def _admitted(
    rotation: Rotation, rules: Choosing, now: datetime, *, must_get_up: bool
) -> tuple[Stretch, ...]:
    filters = _filters(rotation, rules, now, must_get_up=must_get_up)
    return tuple(filter(filters.lets_in, rules.suited))


def _turn_of_the_walk(rotation: Rotation, breaks: Breaks, seat_time: timedelta) -> str | None:
    """Why it is the walk's turn; None if it is not."""
    if seat_time >= _HOUR:
        return _("An hour or more at your desk: time for a walk.")
    if rotation.since_walk + 1 < breaks.walk_every:
        return None
    match breaks.walk_every:
        case 1:
            return _("Every break is a walk.")
        case 2:
            return _("Every second break is a walk.")
        case 3:
            return _("Every third break is a walk.")
        case count:  # any greater number
            return _("One break in {count} is a walk.").format(count=count)


def _until_the_walk(others: int) -> str:
    return ngettext(
        "Its turn comes after {count} other break, or after an hour at the desk.",
        "Its turn comes after {count} other breaks, or after an hour at the desk.",
        others,
    ).format(count=others)


@value
class _Score:
    """The parts of a score, kept apart so that it can explain itself."""

    share: float
    wait: float
    skips: float
    favourite: float
    chance: float

    @property
    def total(self) -> float:
        return self.share + self.wait + self.skips + self.favourite + self.chance


@value
class _Contest:
    """The moves that nothing bars, and what each has in its favour.

    A group without such a move leaves its target share to the others, in proportion.
    """

    moves: tuple[Stretch, ...]
    groups: Mapping[str, Group]
    targets: Mapping[Group, float]
    served: Mapping[Group, float]
    rotation: Rotation
    rules: Choosing
    day: date

    @classmethod
    def among(
        cls, admitted: tuple[Stretch, ...], rotation: Rotation, rules: Choosing, day: date
    ) -> "_Contest":
        moves = tuple(stretch for stretch in admitted if stretch.group is not Group.WALK)
        groups = {stretch.id: stretch.group for stretch in rules.catalogue}
        leaning = _FOCUS[rules.stretches.focus]
        targets = _shares(
            {
                move.group: _BALANCED.get(move.group, 0.0) * leaning.get(move.group, 1.0)
                for move in moves
            }
        )
        served = _shares(Counter(groups[id_] for id_ in rotation.done if id_ in groups))
        return cls(moves, groups, targets, served, rotation, rules, day)

    def best(self, candidates: list[Stretch]) -> Stretch | None:
        """The first in the catalogue's order among those with the highest score."""
        preferred = self.preferred(candidates)
        return max(preferred, key=lambda move: self.score(move).total, default=None)

    def strength(self, candidates: list[Stretch]) -> Stretch | None:
        """The move for strength whose turn it is; None if it is nobody's."""
        strong = [move for move in candidates if move.group is Group.STRENGTH]
        return self.best(strong) if strong and self._is_turn_of_strength() else None

    def rested(self, candidates: list[Stretch]) -> list[Stretch]:
        """Strength has days between: on those without it, as long as anything else is left."""
        if self.day in self.rotation.strong or self._is_turn_of_strength():
            return candidates
        return [move for move in candidates if move.group is not Group.STRENGTH]

    def _is_turn_of_strength(self) -> bool:
        days = self.rotation.strong
        this_week = sum(self.day - day < _WEEK for day in days)
        a_week = _STRENGTH_A_WEEK + (self.rules.stretches.focus is Focus.STRENGTH)
        if this_week >= a_week or (days and self.day - days[-1] < _STRENGTH_APART):
            return False
        lately = self.rotation.offered[-_STRENGTH_NOT_AGAIN:]
        return all(self.groups.get(id_) is not Group.STRENGTH for id_ in lately)

    def preferred(self, candidates: list[Stretch]) -> list[Stretch]:
        """What is rare lately, of another group than the last one, and not of the last four breaks.

        Each wish gives way where it would leave nothing. A walk or pressure relief in between
        does not make the same group welcome again.
        """
        known = [id_ for id_ in self.rotation.offered if id_ in self.groups]
        stretches = [id_ for id_ in known if self.groups[id_] not in _OUTSIDE_THE_SHARES]
        lately = Counter(stretches[-_LATELY:])
        rare = [move for move in candidates if lately[move.id] < _MOST_LATELY] or candidates
        last = self.groups[stretches[-1]] if stretches else None
        others = [move for move in rare if move.group is not last] or rare
        if len(self.moves) <= _BREAKS_APART:
            return others
        recent = self.rotation.offered[-_BREAKS_APART:]
        return [move for move in others if move.id not in recent] or others

    def score(self, move: Stretch) -> _Score:
        breaks_ago = _last(move.id, self.rotation.offered) or _LONGEST_WAIT
        return _Score(
            share=10 * self.lack(move.group),
            wait=0.06 * min(breaks_ago, _LONGEST_WAIT),
            skips=0.25 * -min(self.rotation.skipped.count(move.id), _MOST_SKIPS),
            favourite=1.0 if move.id in self.rules.stretches.favourite else 0.0,
            chance=self.chance(move),
        )

    def lack(self, group: Group) -> float:
        """How far the group is under its share; below zero, how far over it."""
        return self.targets[group] - self.served.get(group, 0.0)

    def chance(self, move: Stretch) -> float:
        """0 to 0.3: the same for the same user, day and history, so that a day can be replayed.

        The offers themselves stand for their number, which stops growing when they are trimmed.
        """
        drawn = (self.rules.seed, self.day.isoformat(), move.id, *self.rotation.offered)
        return zlib.crc32("\n".join(drawn).encode()) % 1000 / 999 * 0.3

    def reason(self, move: Stretch) -> str:
        groups = tuple(self.groups.get(id_) for id_ in self.rotation.offered)
        share = _share_in_words(round(100 * self.lack(move.group)))
        breaks_ago = _last(move.group, groups)
        facts = [share] if share and breaks_ago else []
        facts += [_offered_in_words(breaks_ago), *self._wishes(move)]
        return full_stop(labelled(group_name(move.group), in_a_list(facts)))

    def behind(self, move: Stretch) -> str:
        """The same of a move that is not the next: what is told is its own, not its group's."""
        own = _offered_in_words(_last(move.id, self.rotation.offered))
        return full_stop(labelled(move.name, in_a_list((own, *self._wishes(move)))))

    def _wishes(self, move: Stretch) -> Iterator[str]:
        if move.group in _FOCUS[self.rules.stretches.focus]:
            yield _("part of your focus")
        if move.id in self.rules.stretches.favourite:
            yield _("a favourite of yours")
        if move.id in self.rotation.skipped:
            yield _("skipped lately")

    def held_back(self, move: Stretch) -> str:
        """That variety holds the move back, if it does."""
        if move in self.preferred(list(self.moves)):
            return ""
        return _("It came up lately, or its group was last, so others go first.")


def _shares(counts: Mapping[Group, float]) -> Mapping[Group, float]:
    """Each count as a part of all; nothing has a share where nothing counts."""
    total = sum(counts.values()) or 1
    return {group: count / total for group, count in counts.items()}


def _last(wanted: str | Group, offered: tuple[str | Group | None, ...]) -> int | None:
    """How many breaks ago this was offered; None if not within memory."""
    return offered[::-1].index(wanted) + 1 if wanted in offered else None


def _share_in_words(lack: int) -> str:
    """How a group has fared, as a friend would say it: nobody thinks of breaks in percent."""
    if lack > 0:
        return _("a bit neglected lately")
    return _("had plenty lately") if lack < 0 else ""


def _offered_in_words(breaks_ago: int | None) -> str:
    if breaks_ago is None:
        return _("not offered lately")
    return ngettext(
        "last offered {count} break ago", "last offered {count} breaks ago", breaks_ago
    ).format(count=breaks_ago)
