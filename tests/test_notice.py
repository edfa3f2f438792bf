"""What every desktop can show of a text."""

from hypothesis import given
from hypothesis import strategies as st

from deskbreak.surfaces.notice import Notice, cut, fitted, with_last_line
from deskbreak.window.button import Button


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_short_notice_stays_as_it_is() -> None:
    notice = Notice("46 min at your desk", "Stand up.\nWalk.", (Button("start", "Start"),))

    assert fitted(notice) == notice


def test_a_long_title_is_cut_at_a_word() -> None:
    title = "Hip-flexor stretch with a rather long name, 1 min? · 46 min at your desk"

    assert fitted(Notice(title, "")).title == (
        "Hip-flexor stretch with a rather long name, 1 min? · 46 min at…"
    )


def test_five_hundred_characters_become_at_most_255_and_end_in_an_ellipsis() -> None:
    body = fitted(Notice("", "stretch " * 62 + "done")).body

    assert body == "stretch " * 30 + "stretch…"
    assert units(body) <= 255


def test_a_text_of_exactly_the_room_is_not_cut() -> None:
    assert fitted(Notice("t" * 63, "b" * 255)) == Notice("t" * 63, "b" * 255)


def test_one_huge_word_is_cut_inside() -> None:
    assert cut("a " + "b" * 100, 20) == "a " + "b" * 17 + "…"


def test_an_emoji_counts_two_units() -> None:
    assert fitted(Notice("🧘" * 31, "")).title == "🧘" * 31
    assert fitted(Notice("🧘" * 32, "")).title == "🧘" * 31 + "…"


def test_a_family_of_joined_emoji_is_not_torn_apart() -> None:
    family = "👩‍👩‍👧"

    assert cut(family * 3, 20) == family * 2 + "…"


def test_a_skin_tone_stays_with_its_hand() -> None:
    assert cut("👋🏽👋🏽👋🏽", 8) == "👋🏽…"


def test_a_flag_is_not_split_into_its_letters() -> None:
    assert cut("🇩🇪🇫🇷🇮🇹", 8) == "🇩🇪…"


def test_an_accent_stays_on_its_letter() -> None:
    assert cut("e\u0301" * 10, 6) == "e\u0301" * 2 + "…"


def test_a_heap_of_marks_without_end_is_still_cut() -> None:
    assert cut("e" + "\u0301" * 300, 10) == "e" + "\u0301" * 8 + "…"


def test_what_a_bus_cannot_carry_is_taken_out() -> None:
    notice = Notice("one\ntwo\x00three", "a\x00b\ud800c\nd", (Button("start", "St\nart"),))

    assert fitted(notice) == Notice("one two three", "a b?c\nd", (Button("start", "St art"),))


def test_a_fourth_button_is_left_out() -> None:
    buttons = tuple(Button(key, key) for key in ("start", "snooze", "done", "skip"))

    assert [button.key for button in fitted(Notice("", "", buttons)).buttons] == [
        "start",
        "snooze",
        "done",
    ]


def test_a_last_line_survives_a_body_that_is_too_long() -> None:
    body = with_last_line("word " * 100, "Answer: deskbreak start")

    assert body.endswith("word…\nAnswer: deskbreak start")
    assert units(body) <= 255


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_cut_text_always_fits_and_begins_as_the_text_did(text: str, room: int) -> None:
    short = cut(text, room)

    assert units(short) <= room
    assert short == text or text.startswith(short.removesuffix("…"))


@given(st.text(st.characters(), max_size=400))
def test_a_fitted_notice_can_always_be_encoded(text: str) -> None:
    notice = fitted(Notice(text, text, (Button("start", text),)))
    read = notice.title + notice.body + notice.buttons[0].label

    assert read == read.encode().decode()
    assert "\x00" not in read
    assert units(notice.title) <= 63
    assert units(notice.body) <= 255
