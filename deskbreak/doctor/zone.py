"""By which zone work hours and clock times go here."""

from gettext import gettext as _

from deskbreak.core.wall_clock import clock_time
from deskbreak.doctor.finding import Finding, bad, good
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone, why_unreadable, zone_name, zone_source


def zone_finding() -> Finding:
    what = _("time zone")
    zone, now = local_zone(), system_time().wall()
    time, source = clock_time(now, zone), zone_source()
    reason = why_unreadable()
    if reason is not None:
        why = _("{source} cannot be read ({reason}), so UTC is assumed, where it is {time} now")
        to_do = _("Set it: timedatectl set-timezone Europe/Warsaw, or TZ=Europe/Warsaw")
        return bad("zone", what, why.format(source=source, reason=reason, time=time), to_do)
    name = zone_name(zone) or _("a file without a name")
    offset = f"{now.astimezone(zone):%z}"
    text = _("{name} (UTC{offset}), as {source} has it; it is {time} now")
    return good("zone", what, text.format(name=name, offset=offset, source=source, time=time))
