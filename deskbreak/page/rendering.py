"""Templates into screens. Texts are translated by `_` in the templates, too."""

from contextlib import suppress
from functools import cache
from gettext import gettext, ngettext
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request
from starlette.responses import HTMLResponse

from deskbreak import __version__
from deskbreak.core.duration import format_duration, in_words
from deskbreak.core.in_a_list import full_stop, in_a_list, in_a_row, labelled
from deskbreak.files.folders import state_folder
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import replace_privately
from deskbreak.language import is_read_from_the_right, read_here
from deskbreak.page.asking import ask_daemon
from deskbreak.page.chapters import CHAPTERS

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"


def screen(request: Request, template: str, code: int = 200, **context: object) -> HTMLResponse:
    """A whole screen; `template` extends base.html.

    Where it is shown at another address, for a ticket, `place` is its own.
    """
    where = {"path": request.url.path, "place": request.scope.get("place")}
    return HTMLResponse(rendered(template, **where, **context), code)


def rendered(template: str, **context: object) -> str:
    """A screen or a piece of one."""
    language = read_here()
    direction = "rtl" if is_read_from_the_right(language) else "ltr"
    shown = {"language": language.replace("_", "-"), "direction": direction, **context}
    return _environment().get_template(template).render(shown)


class _Compiled(BytecodeCache):
    """Templates as Jinja compiled them, kept for the next server as Python keeps its modules.

    To compile those of one screen takes longer than all else about it.
    """

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002  (as Jinja asks)
        """Without the folder: an AppImage has another one each time."""
        return name

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(f"{__version__} {jinja2.__version__} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, UnpicklingError):  # none yet, or a broken one
            bucket.bytecode_from_string(plain_bytes(_compiled_file(bucket.key)))

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # then the next one compiles, too
            content = bucket.bytecode_to_string()
            replace_privately(_compiled_file(bucket.key), content, sync=False)


def _compiled_file(template: str) -> Path:
    return state_folder() / "page" / f"{template}.compiled"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(),
    )
    environment.globals.update(_=gettext, ngettext=ngettext, full_stop=full_stop)
    environment.globals.update(labelled=labelled, chapters=CHAPTERS, is_running=_is_running)
    environment.filters.update(
        in_words=in_words, as_typed=format_duration, in_a_list=in_a_list, in_a_row=in_a_row
    )
    return environment


def _is_running() -> bool:
    """Asked as a screen is made: what came a moment later would move all below it."""
    return ask_daemon("status").ok
