"""The first questions in four short steps; each answer is kept as it is given."""

from functools import partial
from gettext import gettext as _

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.core.answers import Occasion
from deskbreak.core.offers import buttons
from deskbreak.core.safety import emergency_number, first_warning, first_words, red_flags
from deskbreak.files.folders import set_up_mark
from deskbreak.login.autostart import choose_autostart
from deskbreak.page.asking import ask_daemon, begin_deskbreak
from deskbreak.page.gate import int_or_none
from deskbreak.page.guiding import Guiding
from deskbreak.page.posting import Sent, posted, told, turned_down
from deskbreak.page.rendering import screen
from deskbreak.page.settings import settings_pieces
from deskbreak.settings.set_up import mark_begun, mark_set_up
from deskbreak.settings.written import settings_in_force

_STEPS = 4


def routes(guiding: Guiding) -> tuple[Route, ...]:
    return (
        Route("/welcome", _welcome),
        Route("/welcome/login", posted(_start_at_login), methods=["POST"]),
        Route("/welcome/done", posted(partial(_be_done, guiding)), methods=["POST"]),
    )


def _welcome(request: Request) -> Response:
    step = int_or_none(request.query_params.get("step", "1"), most=_STEPS + 1) or 1
    settings = settings_in_force()
    mark_begun(set_up_mark(), settings)
    wheelchair = settings.stretches.wheelchair
    return screen(
        request,
        "welcome.html",
        step=step,
        steps=_STEPS,
        title=_titles()[step - 1],
        pieces=settings_pieces(settings, {"country": ""}),
        warning=first_warning(wheelchair=wheelchair),
        signs=red_flags(wheelchair=wheelchair),
        emergency=emergency_number(),
        first_words=first_words(),
        at_login=step > _STEPS and choose_autostart().item().is_on,
    )


def _titles() -> tuple[str, ...]:
    return (
        _("How often?"),
        _("At what hours?"),
        _("Where, and on what chair?"),
        _("Anything to be careful with?"),
        _("Ready for a first stretch"),
    )


def _start_at_login(sent: Sent) -> Response:
    chosen = choose_autostart()
    if sent.get("on") is True:
        chosen.on()
        return told(chosen.item().to_add or _("deskbreak starts at your next login."))
    chosen.off()
    return told(_("deskbreak does not start at login."))


def _be_done(guiding: Guiding, sent: Sent) -> Response:
    """Answered or waved off: it is offered no more. A first stretch is begun if that is wanted."""
    mark_set_up(set_up_mark())
    if sent.get("start") is not True:
        return told()
    if not ask_daemon("status").ok and not (reply := begin_deskbreak()).ok:
        return turned_down(reply)
    reply = guiding.begin(buttons(Occasion.WELCOMED)[0].answer.value)
    return told() if reply.ok else turned_down(reply)
