"""Everything looked at, and whether any of it could reach the user."""

from collections.abc import Iterable
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.in_a_list import in_a_list
from deskbreak.doctor.connections import bus_findings
from deskbreak.doctor.files import file_findings
from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.doctor.senses import Stillness, input_finding, sense_findings
from deskbreak.doctor.surfaces import terminal_finding, tray_finding, window_finding
from deskbreak.doctor.trial import PROOF, PressAwaited, notification_findings
from deskbreak.doctor.zone import zone_finding
from deskbreak.sensors.idle import Environment
from deskbreak.sensors.openers import Opener
from deskbreak.value import value
from deskbreak.wires.buses import Buses

_WAYS = ("tray", "notifications", "terminal")


@value
class Checkup:
    """The first finding sums the others up."""

    findings: tuple[Finding, ...]

    @property
    def reached_by(self) -> tuple[str, ...]:
        """The topics of what could show the user something; none means that nobody is reached."""
        return tuple(each.topic for each in self.findings if each.topic in _WAYS and each.is_ok)


def examine(
    environment: Environment,
    buses: Buses,
    opened: Iterable[Opener],
    stillness: Stillness,
    *,
    has_terminal: bool,
    asking: PressAwaited | None = None,
    shown_for: timedelta = PROOF,
) -> Checkup:
    """Look at all of it, in this process; `opened` are senses that wake `stillness`.

    The test notification is `shown_for` so long.

    The buses must be received by now. It blocks: for seconds, and with `asking` until answered.
    """
    session = buses.session
    senses = (input_finding(environment, buses), *sense_findings(opened, stillness))
    is_silenced = any(each.topic == "do_not_disturb" and each.is_on for each in senses)
    surfaces = (
        tray_finding(environment, session),
        *notification_findings(
            environment, session, asking, shown_for=shown_for, is_silenced=is_silenced
        ),
        terminal_finding(environment, session, has_terminal=has_terminal),
        window_finding(environment),
    )
    findings = (
        *surfaces,
        *senses,
        *bus_findings(environment, buses),
        zone_finding(),
        *file_findings(),
    )
    return Checkup((_reach(findings), *findings))


def _reach(findings: tuple[Finding, ...]) -> Finding:
    what = _("way to reach you")
    ways = [each.what for each in findings if each.topic in _WAYS and each.is_ok]
    if ways:
        return good("reach", what, in_a_list(ways))
    to_do = _("See the findings on tray icon, notifications and terminal below")
    return bad("reach", what, _("nothing here can show you anything"), to_do)
