"""A button as notifications and windows have it; whoever only notifies loads no window's content."""

from deskbreak.value import value


@value
class Button:
    """One answer on offer: `key` is what comes back, `label` what is read."""

    key: str
    label: str
