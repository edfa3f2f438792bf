"""What would be proposed next, if nothing happens until then."""

from deskbreak.core.asking import choice_for, dosed, due_at
from deskbreak.core.rotation import Choice
from deskbreak.core.state import Bout, OnBreak, Proposed, Rules, Session


def next_up(session: Session, rules: Rules) -> Choice | None:
    """The move in this person's form, and why; None while one is on screen or being done.

    Nobody has promised it: until it is asked the person may do, skip or forbid what changes it.
    """
    if isinstance(session.phase, Proposed | OnBreak):
        return None
    bout = session.bout or Bout(session.now)
    due = due_at(session, bout, rules)
    later = (
        session if due is None or due <= session.now else session.moved(session.at.at_uptime(due))
    )
    choice = choice_for(later, bout, rules)
    return Choice(dosed(later, choice.stretch, rules), choice.why or bout.due.why)
