"""A few bad inputs for each target; `make fuzz` reads them for a minute each."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from command_line import Home
from desktop import wait_until
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served_page import ServedPage, Visitor
from starlette.routing import Route

from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning
from deskbreak.page import figures, statistics, stretches, today, welcome
from deskbreak.page import settings as chosen
from deskbreak.page.guiding import Guiding
from fuzz.damage import VALUES, damaged
from fuzz.targets import Seed, targets

TARGETS = targets()
SEEDS = [(name, seed) for name, target in TARGETS.items() for seed in target.seeds]
FEW = settings(
    max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(FEW, max_examples=150, derandomize=True)


@pytest.mark.parametrize(("name", "seed"), SEEDS, ids=[name for name, _seed in SEEDS])
def test_good_input_is_read_to_its_end(name: str, seed: Seed) -> None:
    target = TARGETS[name]

    assert target.read(seed.content) == seed.gives
    assert target.has_parsed(seed.content)


@pytest.mark.parametrize("name", TARGETS)
def test_bad_input_is_refused_in_words_or_read(name: str) -> None:
    target = TARGETS[name]

    @FEW
    @given(damaged(tuple(seed.content for seed in target.seeds)))
    def read(content: bytes) -> None:
        target.read(content)

    read()


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_damaged_gets_behind_the_first_parser_and_some_is_refused_there(name: str) -> None:
    target, fates = TARGETS[name], Counter[str]()
    whole = tuple(seed.content for seed in target.seeds)

    @MANY
    @given(damaged(whole))
    def read(content: bytes) -> None:
        if content not in whole:
            fates[target.fate_of(content)] += 1

    read()

    assert fates["refused"] + fates["taken"] >= 20, fates
    assert fates["taken"] > 0, fates
    assert (fates["refused"] > 0) == (name != "bus"), fates  # it reads all that has a head


GUIDING = Guiding()
ROUTES = [
    *today.routes(GUIDING),
    *statistics.routes(),
    *stretches.routes(),
    *chosen.routes(),
    *welcome.routes(GUIDING),
    *figures.routes(),
]
"""All but those that go on sending for as long as somebody looks."""
KEYS = [
    "answer",
    "anyway",
    "by",
    "content",
    "country",
    "date",
    "days",
    "file",
    "for_s",
    "group",
    "id",
    "key",
    "length",
    "month",
    "name",
    "on",
    "once",
    "pack",
    "part",
    "picture",
    "place",
    "q",
    "seen",
    "span",
    "start",
    "step",
    "steps",
    "stretch",
    "until",
    "value",
    "values",
    "view",
    "why",
]
GOOD = [
    "done",
    "wall_angel",
    "breaks.every",
    "45m",
    "2026-11",
    "2026-11-29",
    "week",
    "year",
    "DE",
    "stretches.never",
    "office",
    "09:00-17:30",
    "monday",
    "tomorrow",
    "records",
    "csv",
    "json",
]
WORDS = st.sampled_from(KEYS)
VALUE = st.sampled_from((*VALUES, *GOOD))
BODY = st.dictionaries(WORDS, VALUE | st.dictionaries(WORDS, VALUE, max_size=3), max_size=6)
PATH_PART = st.sampled_from((*GOOD, "..", "%2e%2e", "a b", "\u202e", "x" * 300, "0", "-1", ""))
ASKED = st.tuples(
    st.sampled_from(ROUTES),
    PATH_PART,
    st.dictionaries(WORDS, VALUE.map(str), max_size=3),
    BODY | st.binary(max_size=60),
    st.sampled_from(("GET", "POST", "PUT", "HEAD")),
)


def ask(visitor: Visitor, asked: tuple[Route, str, dict[str, str], Any, str]) -> int:
    """Nothing that is sent makes the page fail; a mistake of the sender's is said to be one."""
    route, part, query, body, method = asked
    own = route.methods or {"GET"}
    method = method if method in own or method == "PUT" else next(iter(sorted(own)))
    path = route.path
    for name in route.param_convertors:
        path = path.replace(f"{{{name}}}", quote(part, safe="", errors="replace") or "_")
    if query:
        path += f"?{urlencode(query, errors='replace')}"
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = visitor.post(path, content) if method == "POST" else visitor.ask(method, path, {})
    assert answer.code < 500, (method, path, content, answer.code, answer.text[-1500:])
    return answer.code


def asked_until(visitor: Visitor, is_over: Callable[[], bool]) -> Counter[int]:
    """How often each code was the answer."""
    codes = Counter[int]()

    @settings(FEW, max_examples=60)
    @given(ASKED)
    def read(asked: tuple[Route, str, dict[str, str], Any, str]) -> None:
        codes[ask(visitor, asked)] += 1

    with closing(visitor.stream("/events")):  # a page without anybody who looks ends
        while True:
            read()
            if is_over():
                return codes


@pytest.fixture
def ending(home: Home) -> Iterator[None]:
    """Among all that is sent may be the wish to start deskbreak."""
    yield
    wait_until(lambda: has_ended(home), "its end", within=20)


def has_ended(home: Home) -> bool:
    """Also where the wish to quit was among what was sent."""
    home.process("quit")
    claim = control_endpoint().claim()
    if isinstance(claim, AlreadyRunning):
        return False
    claim.release()
    return True


@pytest.mark.usefixtures("ending")
def test_whatever_is_sent_to_the_page_it_answers(page: ServedPage, visitor: Visitor) -> None:
    codes = asked_until(visitor, lambda: True)

    assert page.process.poll() is None
    assert codes.total() >= 50
    assert codes[200] > 0
    assert codes[400] + codes[422] > 0


@pytest.mark.fault
@pytest.mark.usefixtures("ending")
def test_whatever_is_sent_to_the_page_for_a_minute_it_answers(
    page: ServedPage, visitor: Visitor
) -> None:
    until = time.monotonic() + 60
    codes = asked_until(visitor, lambda: time.monotonic() > until)

    assert page.process.poll() is None
    assert codes[200] > 0
    print(f"page: {codes.total()} requests, {dict(codes)}")  # noqa: T201  (`make fuzz` shows it)
