"""Templates into screens. Texts are translated by `_` in the templates, too."""

from functools import cache
from gettext import gettext, ngettext
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from deskbreak.core.duration import format_duration, in_words
from deskbreak.core.in_a_list import in_a_list, in_a_row, labelled
from deskbreak.language import is_read_from_the_right, read_here
from deskbreak.page.asking import ask_daemon
from deskbreak.page.chapters import CHAPTERS

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"


def screen(request: Request, template: str, code: int = 200, **context: object) -> HTMLResponse:
    """A whole screen; `template` extends base.html."""
    return HTMLResponse(rendered(template, path=request.url.path, **context), code)


def rendered(template: str, **context: object) -> str:
    """A screen or a piece of one."""
    language = read_here()
    direction = "rtl" if is_read_from_the_right(language) else "ltr"
    shown = {"language": language.replace("_", "-"), "direction": direction, **context}
    return _environment().get_template(template).render(shown)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(_=gettext, ngettext=ngettext, labelled=labelled, chapters=CHAPTERS)
    environment.globals.update(is_running=_is_running)
    environment.filters.update(
        in_words=in_words, as_typed=format_duration, in_a_list=in_a_list, in_a_row=in_a_row
    )
    return environment


def _is_running() -> bool:
    """Asked as a screen is made: what came a moment later would move all below it."""
    return ask_daemon("status").ok
