"""One thing that was looked at, and what to do about it."""

import re
from collections.abc import Iterator
from gettext import gettext as _
from gettext import pgettext

from deskbreak.core.in_a_list import full_stop, in_a_row, labelled
from deskbreak.value import value


@value
class Finding:
    """`topic` is the key that programs know it by, `what` how people call it.

    `in_use` names the candidate that won, where there are several; `not_in_use` tells of each
    better one why it did not: `name: reason`. `is_on` is what a sense tells at this moment.
    """

    topic: str
    is_ok: bool
    what: str
    why: str
    to_do: str = ""
    in_use: str = ""
    not_in_use: tuple[str, ...] = ()
    is_on: bool | None = None

    def __str__(self) -> str:
        """One line: the verdict first, then what, why, and what to do."""
        verdict = _("ok") if self.is_ok else pgettext("before what is not there", "no")
        text = in_a_row(map(_as_sentence, self._sentences()))
        return labelled(f"{verdict} {self.what}", text)

    def _sentences(self) -> Iterator[str]:
        yield self.why
        if self.not_in_use:
            yield _("Not in use: {reasons}").format(reasons="; ".join(self.not_in_use))
        if self.to_do:
            yield self.to_do


def good(topic: str, what: str, why: str, to_do: str = "", in_use: str = "") -> Finding:
    return Finding(topic, is_ok=True, what=what, why=why, to_do=to_do, in_use=in_use)


def bad(topic: str, what: str, why: str, to_do: str = "") -> Finding:
    return Finding(topic, is_ok=False, what=what, why=why, to_do=to_do)


_BLANKS = re.compile(r"[ \n]+")


def _as_sentence(text: str) -> str:
    line = _BLANKS.sub(" ", text).strip()
    ended = line.endswith((".", "?", "!", "。", "\uff01", "\uff1f", "\u061f"))
    return line if ended else full_stop(line)
