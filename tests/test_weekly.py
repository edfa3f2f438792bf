"""The numbers of docs/article.md are those of the rotation."""

from pathlib import Path

from weekly import rows

ARTICLE = Path(__file__).parents[1] / "docs" / "article.md"


def test_the_table_of_a_week_is_what_the_rotation_gives() -> None:
    written = ARTICLE.read_text(encoding="utf-8").splitlines()

    found = [line for line in written if line.endswith(" s |")]
    assert found == list(rows())
