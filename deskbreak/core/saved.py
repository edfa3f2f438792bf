"""What a class says of itself to whoever saves its values and reads them back."""

from collections.abc import Mapping
from types import MappingProxyType

LATER: Mapping[str, bool] = MappingProxyType({"later": True})
"""Marks a field that came later: what was saved without it has its default."""
