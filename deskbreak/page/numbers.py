"""Numbers as people read them: a table that can be taken along, and the drawing of it."""

import json
from collections.abc import Mapping
from dataclasses import field
from io import StringIO

from deskbreak.page.charts import Graph
from deskbreak.value import value


@value
class Numbers:
    """The numbers of a chart, to read, and to take along under `name`."""

    name: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]

    def as_csv(self) -> str:
        import csv  # noqa: PLC0415  (whoever only looks does without)

        text = StringIO()
        csv.writer(text).writerows((self.headers, *self.rows))
        return text.getvalue()

    def as_json(self) -> str:
        return json.dumps([dict(zip(self.headers, row, strict=True)) for row in self.rows])


@value
class Chart:
    """A sentence in words, the graphs of it (none where the table draws itself), and the table."""

    says: str
    table: Numbers
    drawn: Mapping[str, Graph] = field(default_factory=dict)
    key: tuple[tuple[str, str], ...] = ()
    shares: tuple[float | None, ...] = ()
    """By row, how much of it was reached, where that is drawn in the table."""
