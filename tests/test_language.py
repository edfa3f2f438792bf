"""Stories of people who read another language, and of what holds for every translation."""

import ctypes
import plistlib
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import messages
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from deskbreak import language
from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import full_stop, in_a_list, in_a_row, labelled
from deskbreak.core.safety import first_warning
from deskbreak.core.stretch import Ease, Stage, Stretch
from deskbreak.core.wall_clock import day_and_time
from deskbreak.files.resources import config_file
from deskbreak.history.periods import Span, period_of
from deskbreak.language import AS_THE_DESKTOP_HAS_IT, Spoken
from deskbreak.page.statistics import period_name
from deskbreak.settings.spoken import asked_for
from deskbreak.stretches import translated
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.translated import in_own_language, texts

CODES = {"id", "avoid", "requires", "sources", "picture", "ways", "tag"}
"""Texts of a stretch that are names, addresses, or made of the others."""
BEGUN = sorted(file.parts[-3] for file in language.FOLDER.glob("*/*/*.po"))
LETTERS = {
    "ar": {"ARABIC"},
    "ja": {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK", "IDEOGRAPHIC"},
    "zh_CN": {"CJK"},
}
"""As Unicode calls them; every language has Latin ones too, for commands and names."""
FAMILY = 4
"""So many languages may have a word in common that English has not: *piriforme* is one."""


english = cache(messages.messages)
"""What there is to translate; all of the code is read for it."""


@pytest.fixture
def loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever reads a language in which every text is the English one, in brackets."""
    catalogue = Catalog(locale="de", domain=language.DOMAIN, fuzzy=False)
    for message in english():
        if message.id:
            loudly = (
                f"[{message.id}]"
                if isinstance(message.id, str)
                else tuple(f"[{text}]" for text in message.id)
            )
            catalogue.add(message.id, loudly, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    file = tmp_path / "de" / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled.getvalue())
    monkeypatch.setenv("LANGUAGE", "de")
    language.bind(tmp_path)
    yield
    language.bind()


@pytest.mark.usefixtures("loud")
def test_whoever_reads_another_language_reads_every_text_of_a_move_in_it() -> None:
    english = load_catalogue(config_file("stretches.toml"))

    read = in_own_language(english)

    assert {text for stretch in read for text in texts(stretch)} == {
        f"[{text}]" for stretch in english for text in texts(stretch)
    }
    assert [stretch.id for stretch in read] == [stretch.id for stretch in english]
    assert [stretch.avoid for stretch in read] == [stretch.avoid for stretch in english]


@pytest.mark.usefixtures("loud")
def test_warnings_are_read_in_it_too() -> None:
    assert first_warning().startswith("[If you have new numbness")


@pytest.mark.usefixtures("loud")
def test_dates_are_read_in_it_whatever_the_desktops_own_language() -> None:
    day = date(2026, 1, 14)

    named = [period_name(period_of(span, day)) for span in (Span.DAY, Span.WEEK, Span.MONTH)]

    assert named == [
        "[[Wednesday], 14 [January] 2026]",
        "[Week 3, from [12 [January]] to [18 [January]] 2026]",
        "[[January] 2026]",
    ]
    assert day_and_time(datetime(2026, 1, 14, 9, tzinfo=UTC), UTC) == "[Wed] 09:00"


@pytest.fixture
def unsaid(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment says nothing, as it is where Windows and macOS start a program."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    language.bind()
    yield monkeypatch
    language.bind()


@pytest.mark.parametrize(
    ("shown", "read"), [(0x0407, "de"), (0x0804, "zh_CN"), (0x0404, "en"), (0x1000, "en")]
)
def test_on_windows_it_is_the_language_that_windows_is_shown_in(
    unsaid: pytest.MonkeyPatch, shown: int, read: str
) -> None:
    kernel32 = SimpleNamespace(GetUserDefaultUILanguage=lambda: shown)
    unsaid.setattr(sys, "platform", "win32")
    unsaid.setattr(ctypes, "WinDLL", lambda _name: kernel32, raising=False)

    assert language.read_here() == read


@pytest.mark.parametrize(
    ("preferred", "read"),
    [
        (["de-DE", "en-DE"], "de"),
        (["en-DE", "de-DE"], "en"),
        (["pt-BR"], "pt_BR"),
        (["zh-Hans-DE", "de-DE"], "zh_CN"),
        (["zh-Hant-TW"], "en"),
        ([], "en"),
        ("de", "en"),
        ([7], "en"),
    ],
)
def test_on_macos_it_is_the_first_of_the_preferred_languages(
    unsaid: pytest.MonkeyPatch, tmp_path: Path, preferred: object, read: str
) -> None:
    file = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(plistlib.dumps({"AppleLanguages": preferred}, fmt=plistlib.FMT_BINARY))
    unsaid.setenv("HOME", str(tmp_path))
    unsaid.setattr(sys, "platform", "darwin")

    assert language.read_here() == read


@pytest.mark.parametrize("content", [None, b"", b"bplist00", b"<plist><dict>", b"\xff" * 40])
def test_without_readable_preferences_of_macos_it_is_english(
    unsaid: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    file.parent.mkdir(parents=True)
    if content is not None:
        file.write_bytes(content)
    unsaid.setenv("HOME", str(tmp_path))
    unsaid.setattr(sys, "platform", "darwin")

    assert language.read_here() == "en"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_what_the_environment_says_holds_on_every_system(
    unsaid: pytest.MonkeyPatch, system: str
) -> None:
    unsaid.setattr(sys, "platform", system)
    unsaid.setenv("LANG", "pl_PL.UTF-8")

    assert language.read_here() == "pl"


@pytest.mark.usefixtures("loud")
def test_whoever_chooses_another_language_reads_it_from_the_next_text_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = first_warning()
    monkeypatch.setenv("LANGUAGE", "en")
    after = first_warning()
    monkeypatch.setenv("LANGUAGE", "de")

    assert (before, first_warning()) == (f"[{after}]", before)


def test_every_text_of_a_stretch_is_translated_or_is_a_name() -> None:
    kinds = {str, tuple[str, ...]}
    of_moves = {field.name for field in fields(Stretch) if field.type in kinds}
    of_forms = {field.name for kind in (Ease, Stage) for field in fields(kind) if field.type is str}

    assert of_moves - CODES == {*translated.LINES, *translated.LISTS}
    assert of_forms - CODES == {"form"}


@pytest.mark.parametrize(
    ("settings", "language_asked"),
    [
        ('[look]\nlanguage = "en"\n', "en"),
        ("[look]\n\n# which\n  language = 'en' # mine\n", "en"),
        ('[look]\n# language = "en"\n', AS_THE_DESKTOP_HAS_IT),
        ('[hooks]\nlanguage = "en"\n', AS_THE_DESKTOP_HAS_IT),
        ('[look]\n[hooks]\nlanguage = "en"\n', AS_THE_DESKTOP_HAS_IT),
        ('[look]  # mine [2]\nlanguage = "en"\n', "en"),
        (' [ look ]\nlanguage = "en"\n', "en"),
        ('look.language = "en"\n', "en"),
        ('look = { language = "en" }\n', "en"),
        ('[look]\nlanguage = ["en"]\n', AS_THE_DESKTOP_HAS_IT),
        ('look = "language"\n', AS_THE_DESKTOP_HAS_IT),
        ('[look]\nlanguage = "tlh"\n', AS_THE_DESKTOP_HAS_IT),
        ('[look]\nlanguage = "', AS_THE_DESKTOP_HAS_IT),
        ('[hooks]\nlook.language = "en"\n', AS_THE_DESKTOP_HAS_IT),
        ('look = { theme = "dark", language = "en" }\n', "en"),
        ('[look]\r\n"language" = "en"\r\n', "en"),
        ('\ufeff[look]\nlanguage = "en"\n', "en"),
        ('[breaks]\nevery = \n[look]\ntheme dark\nlanguage = "en"\n', "en"),
        ("[" * 1_000_000 + '\n[look]\nlanguage = "en"\n', "en"),
        (f'[hold]\nignore = {"[" * 5000}{"]" * 5000}\n[look]\nlanguage = "en"\n', "en"),
    ],
)
def test_the_language_is_found_in_the_settings_before_any_text(
    tmp_path: Path, settings: str, language_asked: str
) -> None:
    file = tmp_path / "deskbreak.toml"
    file.write_text(settings, "utf-8")

    assert asked_for(file) == language_asked


def test_the_language_is_found_in_whatever_code_an_editor_saved(tmp_path: Path) -> None:
    file = tmp_path / "deskbreak.toml"
    found = []
    for code in ("utf-16", "latin-1"):
        file.write_text('# mañana\n[look]\nlanguage = "en"\n', code)
        found.append(asked_for(file))

    assert found == ["en", "en"]


def test_without_settings_the_language_is_the_desktops(tmp_path: Path) -> None:
    assert asked_for(tmp_path / "deskbreak.toml") == AS_THE_DESKTOP_HAS_IT


@pytest.mark.parametrize("desktops", [{}, {"LANGUAGE": "fr:de"}])
def test_a_choice_that_is_taken_back_gives_the_desktops_language(desktops: dict[str, str]) -> None:
    environment = dict(desktops)
    spoken = Spoken(environment)

    spoken.choose("ja")
    chosen = environment["LANGUAGE"]
    spoken.choose(AS_THE_DESKTOP_HAS_IT)

    assert chosen == "ja"
    assert environment == desktops


@pytest.mark.parametrize("code", BEGUN)
def test_a_translation_has_every_text_of_today_and_is_compiled(code: str) -> None:
    file, before = messages.po_file(code), kept(code)

    now = messages.brought_up_to_date(file, english(), code)

    assert {message.id for message in now} == {message.id for message in before}, "make messages"
    assert file.with_suffix(".mo").exists() == messages.is_readable(before), "make messages"
    if messages.is_readable(before):
        assert file.with_suffix(".mo").read_bytes() == messages.compiled(before), "make messages"


@pytest.mark.parametrize("code", BEGUN)
def test_a_switch_that_is_off_is_no_day_off(code: str) -> None:
    switch, day = (kept(code).get("off", context) for context in (None, "hours of a day"))

    assert switch is not None
    assert day is not None
    assert switch.string != day.string


@pytest.mark.parametrize("code", BEGUN)
def test_a_translation_keeps_what_is_filled_in(code: str) -> None:
    wrong = [message.id for message in kept(code) if messages.misses_a_place(message)]

    assert wrong == []


@cache
def kept(code: str) -> Catalog:
    with messages.po_file(code).open("rb") as po:
        return read_po(po, locale=code, domain=language.DOMAIN)


def forms(text: str | tuple[str, ...] | list[str] | None) -> set[str]:
    return {text} if isinstance(text, str) else set(text or ())


def letters(text: str) -> set[str]:
    """The scripts of what stands outside of braces."""
    plain = "".join(part for part, *_place in Formatter().parse(text))
    return {unicodedata.name(sign).split()[0] for sign in plain if sign.isalpha()}


@pytest.mark.parametrize("code", BEGUN)
def test_a_translation_is_written_in_the_letters_of_its_language(code: str) -> None:
    own = LETTERS.get(code, set()) | {"LATIN"}

    foreign = [
        message.id
        for message in kept(code)
        if message.id and any(letters(form) - own for form in forms(message.string or ""))
    ]
    assert foreign == []


def test_no_translation_is_that_of_another_language() -> None:
    """A text that was copied counts as translated, whatever language it is in."""
    shared = Counter[tuple[str | None, str, str]]()
    for code in BEGUN:
        for message in kept(code):
            of_this = {form for form in forms(message.string or "") if letters(form)}
            for form in of_this - forms(message.id):
                shared[message.context, str(message.id), form] += 1

    assert [each for each, languages in shared.items() if languages > FAMILY] == []


@pytest.mark.parametrize("code", BEGUN)
def test_a_sentence_ends_as_one_in_every_language(code: str) -> None:
    """Else another that follows without a blank runs into it; a command may stand last."""
    whole = re.compile(r"""[.。؟!！?？…][»”"」』)）]*$|deskbreak [a-z ]+$""")

    ends = [
        form
        for message in kept(code)
        if all(text.endswith(".") for text in forms(message.id or ""))
        for form in forms(message.string or "")
    ]
    assert ends
    assert [form for form in ends if form and not whole.search(form)] == []


def test_french_signs_hang_on_a_space_at_which_no_line_ends() -> None:
    """`:` and quotes on U+00A0, `;`, `!` and `?` on the narrow U+202F, as French is printed."""
    loose = re.compile(
        r'[^\S\u00a0]:(?=\s|$)|[^\s\d"]:(?=\s|$)|«(?!\u00a0)|(?<!\u00a0)»|[^\u202f];(?=\s)|[^\u202f][!?](?=\s|$)'
    )

    texts_of_france = [
        form for message in kept("fr") if message.id for form in forms(message.string or "")
    ]
    assert [text for text in texts_of_france if loose.search(text)] == []


@pytest.mark.parametrize(
    ("code", "lengths"),
    [
        ("en", "1 s, 20 s, 1 min, 2 min, 5 min, 46 min, 2 h, 3 h 11 min"),
        ("ja", "1秒, 20秒, 1分, 2分, 5分, 46分, 2時間, 3時間11分"),
        (
            "ar",
            "ثانية واحدة, 20 ثانية, دقيقة واحدة, دقيقتين, 5 دقائق, 46 دقيقة, ساعتين, 3 ساعات و11 دقيقة",
        ),
    ],
)
def test_a_length_of_time_is_counted_as_the_language_counts(
    monkeypatch: pytest.MonkeyPatch, code: str, lengths: str
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    seconds = (1, 20, 60, 120, 300, 46 * 60, 7200, 191 * 60)
    assert ", ".join(in_words(timedelta(seconds=each)) for each in seconds) == lengths


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Sit: on a chair, tall. Hold."),
        ("fr", "Sit\u00a0: on a chair, tall. Hold."),
        ("ja", "Sit：on a chair、tall。Hold。"),
        ("ar", "Sit: on a chair، tall. Hold."),
    ],
)
def test_a_line_is_joined_as_the_language_joins_it(
    monkeypatch: pytest.MonkeyPatch, code: str, line: str
) -> None:
    monkeypatch.setenv("LANGUAGE", code)
    language.bind()

    how = full_stop(labelled("Sit", in_a_list(("on a chair", "tall"))))
    assert in_a_row((how, "", full_stop("Hold"))) == line
