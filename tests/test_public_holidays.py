"""The public holidays of a country, from a package that is not always there."""

import pytest

from deskbreak.page import public_holidays


def test_holidays_that_are_installed_while_the_page_is_open_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as before:
        before.setattr(public_holidays, "PACKAGE", "holidays_that_nobody_has")
        without = dict(public_holidays.countries())

    assert (without, public_holidays.countries()["PL"]) == ({}, "Poland")
