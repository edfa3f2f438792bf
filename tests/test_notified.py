"""What the notification shows: proposals, the guided stretch, and words that await no answer."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, hours, minutes, seconds
from desktop import Desktop, wait_until

from deskbreak.core.effects import Effect, EndGuide, Propose, Withdraw
from deskbreak.core.events import Answer, Condition
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.policy import (
    Figure,
    Notifications,
    Settings,
    Sound,
    Stretches,
    Theme,
    Windows,
)
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Place, Stretch
from deskbreak.core.view import Running, State
from deskbreak.core.words import caution, utf16_units
from deskbreak.files import resources
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.notice import Closed, Notice, OwnLook, Pressed, Reason, Tell
from deskbreak.surfaces.notified import Notified, guide_notice, proposal_notice
from deskbreak.surfaces.notifier import (
    Candidate,
    Notifier,
    OnAnswer,
    OnClosed,
    choose_notifier,
)
from deskbreak.window.button import Button

CAUTION = "Mild pull only; pain or tingling? Stop."
BUNDLED = load_catalogue(config_file("stretches.toml"))
SAT = minutes(46)
START, SNOOZE, DONE = ("start", "Start"), ("snooze", "Snooze 10 min"), ("done", "I did it")


def bundled(id_: str) -> Stretch:
    return next(stretch for stretch in BUNDLED if stretch.id == id_)


def propose(stretch: Stretch, sat: timedelta = SAT) -> Propose:
    return Propose(
        at=Desk().now,
        id="p7",
        stretch=stretch,
        seat_time=sat,
        snoozes=0,
        again=False,
        may_snooze=True,
        held_by=None,
        why="",
    )


def rules(settings: Settings = Settings()) -> Rules:  # noqa: B008  (a frozen value)
    desk = Desk(catalogue=BUNDLED)
    return replace(desk.rules, settings=settings)


def labels(notice: Notice) -> list[tuple[str, str]]:
    return [(button.key, button.label) for button in notice.buttons]


@dataclass
class Screen:
    """A surface with one place for a notice, whose buttons can be pressed."""

    tell: Tell
    standing: Notice | None = None
    seen: list[Notice] = field(default_factory=list)

    def show(self, notice: Notice) -> None:
        self.standing = notice
        self.seen.append(notice)

    def close(self) -> None:
        self.standing = None

    def description(self) -> str:
        return "a screen"

    def trouble(self) -> str | None:
        return None

    def press(self, key: str) -> None:
        notice, self.standing = self.standing, None
        assert notice is not None
        self.tell(notice, Pressed(key))

    def leave(self, reason: Reason) -> None:
        notice, self.standing = self.standing, None
        assert notice is not None
        self.tell(notice, Closed(reason))


class Watched:
    """A desk and its notifications; every effect is performed, then the view is shown."""

    def __init__(self, **settings: Any) -> None:
        self.screens: list[Screen] = []
        self.said: list[tuple[str, str | None]] = []
        self.desk = Desk(**settings)
        self.changed: list[tuple[str, str]] = []
        self.opened: list[str] = []
        self.notified = Notified(
            self._choose,
            self._say,
            self._change,
            self.opened.append,
            lambda: self.opened.append("help-signs"),
            lambda: self.desk.rules.settings,
        )
        self.screen, self.messages = self.screens
        self._performed = 0

    def look(self) -> None:
        state = self.desk.state
        performed, self._performed = self._performed, len(self.desk.effects)
        for effect in self.desk.effects[performed:]:
            self.notified.perform(effect, self.desk.rules)
        self.notified.show(state)

    def wait(self, span: timedelta) -> None:
        self.desk.wait(span)
        self.look()

    @property
    def title(self) -> str | None:
        return None if self.screen.standing is None else self.screen.standing.title

    def propose(self) -> None:
        self.desk.work_until_asked()
        self.look()

    def start(self) -> None:
        self.desk.answer(Answer.START, stretch="hinge")
        self.look()

    def _change(self, setting: str, value: str) -> None:
        self.changed.append((setting, value))

    def _say(self, answer: Answer, proposal: str | None) -> None:
        self.said.append((answer.value, proposal))
        self.desk.answer(answer, to=proposal)
        self.look()

    def _choose(self, answered: OnAnswer, closed: OnClosed | None) -> Notifier:
        def opened(tell: Tell) -> Screen:
            self.screens.append(Screen(tell))
            return self.screens[-1]

        notifier = Notifier((Candidate("screen", opened),), answered, closed)
        notifier.in_use()  # opens it
        return notifier


# a proposal in words


def test_a_stretch_is_proposed_in_one_question_with_its_steps_and_the_caution() -> None:
    notice = proposal_notice(propose(bundled("hf_standing_split")), rules())

    assert notice.title == "Standing hip-flexor stretch, 1 min? · 46 min at your desk"
    assert notice.body.startswith(bundled("hf_standing_split").steps[0])
    assert notice.body.endswith("20 s each side. Mild pull only; pain or tingling? Stop.")
    assert labels(notice) == [START, SNOOZE, DONE]
    assert (notice.default, notice.about, notice.lasting) == ("start", "p7", True)
    assert not notice.urgent


def test_a_walk_is_proposed_with_the_length_of_a_break() -> None:
    notice = proposal_notice(propose(bundled("walk"), minutes(62)), rules())

    assert notice.title == "Get up and walk, 2 min? · 62 min at your desk"
    assert notice.body == "Walk a little now, perhaps to fetch some water: that is plenty."
    assert labels(notice) == [START, SNOOZE, DONE]


def test_after_two_snoozes_there_is_skip_where_snooze_was() -> None:
    last = replace(propose(bundled("stand_up"), minutes(66)), snoozes=2, may_snooze=False)
    notice = proposal_notice(last, rules())

    assert notice.title == "Just stand up for 30 s? · 66 min at your desk"
    assert notice.body == "No stretch needed. Stand, breathe, sit down again: that counts."
    assert labels(notice) == [START, ("skip", "Skip"), DONE]


def test_after_a_call_it_says_what_it_waited_for_behind_the_stretch() -> None:
    held = replace(propose(bundled("walk"), minutes(74)), held_by=HoldReason.CALL)
    notice = proposal_notice(held, rules())

    assert notice.title == "Get up and walk, 2 min? · after the call, 74 min at your desk"
    assert notice.body == "Walk a little now, perhaps to fetch some water: that is plenty."


def test_the_first_snooze_of_the_settings_is_the_buttons() -> None:
    breaks = replace(Settings().breaks, snooze=(minutes(3), minutes(20)))
    notice = proposal_notice(propose(bundled("walk")), rules(Settings(breaks=breaks)))

    assert labels(notice)[1] == ("snooze", "Snooze 3 min")


@pytest.mark.parametrize(
    ("sound", "first", "again"),
    [(Sound.NEVER, False, False), (Sound.REPEAT, False, True), (Sound.ALWAYS, True, True)],
)
def test_a_sound_is_made_when_the_settings_say_so(sound: Sound, first: bool, again: bool) -> None:
    settings = Settings(notifications=Notifications(sound=sound))
    shown = propose(bundled("walk"))
    shown_again = replace(shown, again=True)

    assert proposal_notice(shown, rules(settings)).sound is first
    assert proposal_notice(shown_again, rules(settings)).sound is again


def test_a_picture_is_shown_only_where_there_is_one_and_it_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "icon_file", tmp_path.joinpath)
    usual, chosen = (tmp_path / "stretches" / person / "walk.png" for person in ("curly", "bun"))
    for picture in (usual, chosen):
        picture.parent.mkdir(parents=True)
        picture.touch()
    without = Settings(notifications=Notifications(picture=False))
    by_one = Settings(windows=Windows(figure=Figure.BUN))

    assert proposal_notice(propose(bundled("walk")), rules()).picture == usual
    assert proposal_notice(propose(bundled("walk")), rules(by_one)).picture == chosen
    assert proposal_notice(propose(bundled("walk")), rules(without)).picture is None
    assert proposal_notice(propose(bundled("stand_up")), rules()).picture is None


def test_a_window_of_ours_is_told_the_theme_and_who_shows_the_move() -> None:
    settings = Settings(windows=Windows(theme=Theme.DARK, figure=Figure.BUN))
    without = Settings(notifications=Notifications(picture=False))

    assert proposal_notice(propose(bundled("walk")), rules(settings)).own == OwnLook(
        "dark", "walk", "bun"
    )
    assert proposal_notice(propose(bundled("walk")), rules(without)).own == OwnLook()


@pytest.mark.parametrize("sat", [minutes(46), hours(2) + minutes(5)], ids=("46min", "2h5min"))
def test_every_title_fits_and_tells_its_stretch_from_all_others(sat: timedelta) -> None:
    titles = [proposal_notice(propose(stretch, sat), rules()).title for stretch in BUNDLED]

    assert max(map(utf16_units, titles)) <= 63
    assert len(set(titles)) == len(BUNDLED)


def test_the_three_wall_slides_keep_what_sets_them_apart() -> None:
    slides = [stretch for stretch in BUNDLED if "all slide" in stretch.name]
    titles = [proposal_notice(propose(stretch), rules()).title for stretch in slides]

    assert titles == [
        "Wall slide, back, 2 min? · 46 min at your desk",
        "Wall slide, arms (wall angel), 1 min? · 46 min at your desk",
        "Forearm wall slide, 1 min? · 46 min at your desk",
    ]


# a proposal on screen


def test_a_proposal_stays_until_it_is_answered_and_carries_its_id() -> None:
    watched = Watched()
    watched.propose()
    [proposal] = watched.desk.proposals

    watched.screen.press("snooze")

    assert watched.said == [("snooze", proposal.id)]
    assert watched.title is None
    assert watched.desk.state.snoozes == 1


def test_a_withdrawn_proposal_leaves_the_screen() -> None:
    watched = Watched()
    watched.propose()
    watched.desk.begins(Condition.CALL)
    watched.look()

    assert watched.title is None


def test_in_a_meeting_no_proposal_makes_a_sound() -> None:
    shown_again = replace(propose(bundled("chin_tuck")), again=True)
    in_a_meeting = Settings(
        notifications=Notifications(sound=Sound.ALWAYS), stretches=Stretches(place=Place.MEETING)
    )

    assert not proposal_notice(shown_again, rules(in_a_meeting)).sound


def test_a_repeated_proposal_takes_the_place_of_the_first_and_makes_a_sound() -> None:
    watched = Watched()
    watched.propose()
    first = watched.title
    with watched.desk.typing():
        watched.desk.wait(minutes(11))
    watched.look()

    assert first is not None
    assert first.endswith(" · 50 min at your desk")
    assert watched.title is not None
    assert watched.title.endswith(" · 60 min at your desk")
    assert [notice.sound for notice in watched.screen.seen] == [False, True]


def test_dismissing_a_proposal_is_no_answer() -> None:
    watched = Watched()
    watched.propose()
    watched.screen.leave(Reason.DISMISSED)
    watched.look()

    assert watched.said == []
    assert watched.desk.state.proposal is not None
    assert watched.title is None


def test_an_answer_that_is_no_move_changes_nothing_on_screen() -> None:
    watched = Watched()
    watched.propose()
    standing = watched.screen.standing

    watched.desk.answer(Answer.SAT)
    watched.look()

    assert watched.screen.standing is standing


# the guided stretch


def test_the_guide_counts_down_in_the_proposals_place() -> None:
    watched = Watched()
    watched.propose()

    watched.screen.press("start")
    at_first = watched.title
    watched.wait(seconds(20))

    assert at_first is not None
    assert at_first.endswith(": 1 min left")
    assert watched.title is not None
    assert watched.title.endswith(": 40 s left")


def test_the_guide_offers_to_be_done_hurt_or_ended_and_ends_in_the_caution() -> None:
    watched = Watched()
    watched.start()
    notice = watched.screen.standing

    assert notice is not None
    assert labels(notice) == [DONE, ("hurt", "This hurts"), ("closed", "End")]
    assert notice.body == f"Do it.\n{CAUTION}"
    assert (notice.default, notice.about, notice.lasting) == (None, None, True)


def test_the_guide_is_sent_only_when_it_reads_otherwise() -> None:
    watched = Watched()
    watched.start()
    sent = len(watched.screen.seen)

    watched.look()
    watched.look()

    assert len(watched.screen.seen) == sent


def test_a_guide_waved_off_stays_off_until_the_next_break() -> None:
    watched = Watched()
    watched.start()

    watched.screen.leave(Reason.DISMISSED)
    watched.wait(seconds(20))

    assert watched.title is None
    assert watched.desk.state.state is State.ON_BREAK

    watched.wait(minutes(1))
    assert watched.title == "Done. Nice work"

    watched.start()
    assert watched.title == "Hinge: 1 min left"


def test_a_guide_that_expired_comes_back_with_its_next_words() -> None:
    watched = Watched()
    watched.start()

    watched.screen.leave(Reason.EXPIRED)
    watched.wait(seconds(20))

    assert watched.title == "Hinge: 40 s left"


def test_dismissing_a_word_of_praise_waves_nothing_off() -> None:
    watched = Watched()
    watched.start()
    watched.wait(minutes(1))
    watched.screen.leave(Reason.DISMISSED)

    watched.start()

    assert watched.title == "Hinge: 1 min left"


@pytest.mark.parametrize("key", ["done", "hurt", "closed"])
def test_a_guide_that_is_ended_leaves_the_screen(key: str) -> None:
    watched = Watched()
    watched.start()

    watched.wait(seconds(20))
    watched.screen.press(key)

    assert watched.said == [(key, None)]
    assert watched.desk.state.running is None
    assert watched.title in {None, "Done. Nice work"}


def test_what_ran_its_whole_length_is_praised_and_asked_about() -> None:
    watched = Watched()
    watched.start()
    watched.wait(minutes(1))

    assert watched.screen.standing == Notice(
        "Done. Nice work",
        "Hinge: How was it? Your answer adjusts the next dose.",
        buttons=(Button("easy", "Easy"), Button("right", "Just right"), Button("hard", "Hard")),
        lasting=True,
    )


def test_a_walk_is_praised_without_a_question() -> None:
    watched = Watched()
    watched.desk.answer(Answer.START, stretch="walk")
    watched.look()
    watched.wait(minutes(2))

    assert watched.screen.standing == Notice(
        "Done. Nice work", "The next stretch comes when you've been at your desk for a while."
    )


@pytest.mark.parametrize("stretch", BUNDLED, ids=lambda stretch: stretch.id)
def test_the_caution_below_the_guide_is_never_cut(stretch: Stretch) -> None:
    endless = " ".join(["Breathe on, slowly and without haste."] * 20)

    for cue in (*stretch.steps, " ".join(stretch.steps), endless):
        notice = guide_notice(Running(stretch, cue, minutes(1), ()))

        assert notice.body.endswith(f"\n{caution(stretch)}")
        assert utf16_units(notice.body) <= 255
        assert utf16_units(notice.title) <= 63


# words that wait for no answer


def test_a_word_to_the_user_leaves_the_open_proposal_where_it_is() -> None:
    watched = Watched()
    watched.propose()
    proposal = watched.screen.standing

    watched.notified.tell("Status", "All is well.")

    assert watched.screen.standing is proposal
    assert watched.messages.standing == Notice("Status", "All is well.", aside=True)


def test_the_welcome_offers_the_first_questions_and_to_try_a_stretch_at_once() -> None:
    watched = Watched()

    watched.notified.welcome("deskbreak is counting", "First stretch in about 45 min.")
    welcome = watched.messages.standing
    watched.messages.press("set_up")
    watched.notified.welcome("deskbreak is counting", "First stretch in about 45 min.")
    watched.messages.press("start")

    assert welcome is not None
    assert labels(welcome) == [("set_up", "Set up"), ("start", "Try one now")]
    assert (welcome.default, welcome.lasting) == ("set_up", True)
    assert watched.opened == ["welcome"]
    assert watched.said == [("start", None)]


def test_the_welcome_goes_with_the_first_stretch_and_what_was_said_since_stays() -> None:
    watched = Watched()

    watched.notified.welcome("deskbreak is counting", "First stretch in about 45 min.")
    watched.start()
    after_the_start = watched.messages.standing
    watched.notified.tell("Status", "All is well.")
    watched.desk.answer(Answer.DONE)
    watched.start()

    assert after_the_start is None
    assert watched.messages.standing is not None
    assert watched.messages.standing.title == "Status"


@pytest.mark.parametrize("answer", [Answer.DONE, Answer.SNOOZE, Answer.SKIP, Answer.SWAP])
def test_the_welcome_goes_with_the_first_answer_and_not_while_there_is_none(
    answer: Answer,
) -> None:
    watched = Watched()

    watched.notified.welcome("deskbreak is counting", "First stretch in about 45 min.")
    watched.propose()
    watched.wait(timedelta(minutes=30))
    unanswered = watched.messages.standing
    watched.propose()
    watched.desk.answer(answer)
    watched.look()

    assert unanswered is not None
    assert watched.messages.standing is None


def test_what_hurts_asks_how_much_with_three_buttons() -> None:
    watched = Watched()
    watched.propose()

    watched.desk.answer(Answer.HURT)
    watched.look()
    question = watched.messages.standing
    watched.messages.press("uncomfortable")

    assert question is not None
    assert question.lasting
    assert labels(question) == [
        ("mild", "0–3: no pain, or mild"),
        ("uncomfortable", "4–5: uncomfortable"),
        ("strong", "6–10, or into a leg or arm"),
    ]
    assert watched.said == [("uncomfortable", None)]


def saying_that_it_goes_down_the_leg(watched: Watched) -> None:
    watched.propose()
    for answer in (Answer.HURT, Answer.STRONG, Answer.LIMB):
        watched.desk.answer(answer)
        watched.look()


def test_whoever_felt_it_down_the_leg_can_leave_such_moves_out_with_one_press() -> None:
    watched = Watched(stretches=Stretches(avoid=("twist",)))

    saying_that_it_goes_down_the_leg(watched)
    question = watched.messages.standing
    before = list(watched.changed)
    watched.messages.press("yes")

    assert watched.opened == ["help-signs"]
    assert question is not None
    assert question.title == "Leave such moves out?"
    assert labels(question) == [("yes", "Leave them out"), ("as_before", "As before")]
    assert before == []
    assert watched.changed == [("stretches.avoid", "twist,leg_nerve")]


@pytest.mark.parametrize(
    ("meanwhile", "after"),
    [
        (("twist", "balance"), "twist,balance,leg_nerve"),
        ((), "leg_nerve"),
        (("leg_nerve", "bones"), "leg_nerve,bones"),
    ],
    ids=["one more", "one less", "that one by hand"],
)
def test_a_press_that_comes_late_keeps_the_cautions_that_were_set_since_it_was_asked(
    meanwhile: tuple[str, ...], after: str
) -> None:
    watched = Watched(stretches=Stretches(avoid=("twist",)))
    saying_that_it_goes_down_the_leg(watched)

    watched.desk.change(stretches=Stretches(avoid=meanwhile))
    watched.look()
    watched.messages.press("yes")

    assert watched.changed == [("stretches.avoid", after)]


def test_whoever_is_careful_of_the_leg_already_is_only_shown_when_to_get_help() -> None:
    watched = Watched(stretches=Stretches(avoid=("leg_nerve",)))

    saying_that_it_goes_down_the_leg(watched)

    assert watched.opened == ["help-signs"]
    assert watched.messages.standing is not None
    assert watched.messages.standing.title == "When to get medical help"
    assert labels(watched.messages.standing) == []


@pytest.mark.parametrize(("key", "changed"), [("yes", [("breaks.every", "1h")]), ("as_before", [])])
def test_after_four_put_off_the_question_whether_to_ask_less_often_has_two_buttons(
    key: str, changed: list[tuple[str, str]]
) -> None:
    watched = Watched()
    for _time in range(4):
        watched.propose()
        watched.desk.answer(Answer.SKIP)
        watched.look()

    question = watched.messages.standing
    watched.messages.press(key)

    assert question is not None
    assert question.title == "Ask less often?"
    assert labels(question) == [("yes", "Every 60 min"), ("as_before", "As before")]
    assert watched.changed == changed
    assert watched.said == []


def test_waving_a_message_off_does_not_wave_off_the_guide() -> None:
    watched = Watched()
    watched.start()
    watched.notified.tell("Status", "A break is running.")

    watched.messages.leave(Reason.DISMISSED)
    watched.wait(seconds(20))

    assert watched.title == "Hinge: 40 s left"


def test_at_the_end_nothing_is_left_on_screen() -> None:
    watched = Watched()
    watched.propose()
    watched.notified.tell("Status", "All is well.")

    watched.notified.close()

    assert (watched.screen.standing, watched.messages.standing) == (None, None)


def test_it_says_what_shows_the_notifications() -> None:
    watched = Watched()

    assert watched.notified.in_use() == "a screen"
    assert watched.notified.not_in_use() == ()


@pytest.mark.parametrize(
    "effect", [Withdraw(Desk().now, "p0", Answer.SKIP), EndGuide(Desk().now, completed=False)]
)
def test_taking_down_what_is_not_there_is_harmless(effect: Effect) -> None:
    watched = Watched()

    watched.notified.perform(effect, watched.desk.rules)

    assert watched.screen.seen == []


# on a real bus


def test_a_notification_server_gets_proposal_and_guide_in_one_place(
    bus_desktop: Desktop,
) -> None:
    from deskbreak.wires.dbus import Bus  # noqa: PLC0415  (only Linux has it)

    bus = Bus(bus_desktop.address)
    bus.start()
    server = bus_desktop.fakes.notifications
    answers: list[tuple[Answer, str | None]] = []
    notified = Notified(
        lambda answered, closed: choose_notifier(bus, answered, closed),
        lambda answer, about: answers.append((answer, about)),
        lambda _setting, _value: None,
        lambda _chapter: None,
        lambda: None,
        Settings,
    )
    try:
        notified.perform(propose(bundled("walk")), rules())
        [first] = wait_until(lambda: server.sent, "the proposal")
        notified.tell("Status", "All is well.")
        wait_until(lambda: len(server.open) == 2, "the message beside it")
        notified.perform(replace(propose(bundled("walk")), again=True), rules())
        again = wait_until(lambda: server.sent[2:], "the repetition")[0]
        server.press(first.id, "default")
        wait_until(lambda: answers, "the answer")
    finally:
        notified.close()
        bus.stop()

    assert first.summary == "Get up and walk, 2 min? · 46 min at your desk"
    assert list(first.actions.items())[1:] == [START, SNOOZE, DONE]
    assert first.hints["suppress-sound"] is True
    assert (again.replaces, "suppress-sound" in again.hints) == (first.id, False)
    assert answers == [(Answer.START, "p7")]
