"""A few bad inputs for each target; `make fuzz` reads them for a minute each."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served_page import ServedPage, Visitor
from starlette.routing import Route

from deskbreak.page import figures, statistics, stretches, today, welcome
from deskbreak.page import settings as chosen
from fuzz.damage import VALUES, damaged
from fuzz.targets import targets

TARGETS = targets()
FEW = settings(
    max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("name", TARGETS)
def test_bad_input_is_refused_in_words_or_read(name: str) -> None:
    target = TARGETS[name]

    @FEW
    @given(damaged(target.seeds))
    def read(content: bytes) -> None:
        target.read(content)

    read()


@pytest.mark.parametrize("name", TARGETS)
def test_good_input_is_read(name: str) -> None:
    for content in TARGETS[name].seeds:
        TARGETS[name].read(content)


ROUTES = [
    route
    for chapter in (today, statistics, stretches, chosen, welcome, figures)
    for route in chapter.routes()
    if isinstance(route, Route) and route.path != "/events"
]
KEYS = (
    *("answer", "by", "country", "date", "days", "for_s", "group", "id", "key", "length", "month"),
    *(
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
    ),
    *("steps", "stretch", "until", "value", "values", "view", "why", "anyway", "content", "file"),
)
GOOD = (
    *("done", "wall_angel", "breaks.every", "45m", "2026-11", "2026-11-29", "week", "year", "DE"),
    *("stretches.never", "office", "09:00-17:30", "monday", "tomorrow", "records", "csv", "json"),
)
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


def ask(visitor: Visitor, asked: tuple[Route, str, dict[str, str], Any, str]) -> None:
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


def asked_until(visitor: Visitor, is_over: Callable[[], bool]) -> int:
    number = 0

    @settings(FEW, max_examples=60)
    @given(ASKED)
    def read(asked: tuple[Route, str, dict[str, str], Any, str]) -> None:
        nonlocal number
        number += 1
        ask(visitor, asked)

    while True:
        read()
        if is_over():
            return number


def test_whatever_is_sent_to_the_page_it_answers(page: ServedPage, visitor: Visitor) -> None:
    assert asked_until(visitor, lambda: True) >= 50
    assert page.process.poll() is None


@pytest.mark.fault
def test_whatever_is_sent_to_the_page_for_a_minute_it_answers(
    page: ServedPage, visitor: Visitor
) -> None:
    until = time.monotonic() + 60
    number = asked_until(visitor, lambda: time.monotonic() > until)

    assert page.process.poll() is None
    assert number > 0
    print(f"page: {number} requests")  # noqa: T201  (`make fuzz` shows it)
