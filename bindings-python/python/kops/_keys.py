"""What the library tells of keys, as classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Keypair:
    """A keypair of a keyset, without its private key. Times are those of RFC 3339."""

    name: str
    """The keyset, for example ``kubernetes-ca``."""
    id: str
    """The id of the keypair in it."""
    distrust_timestamp: str | None = None
    """Since when it is distrusted."""
    is_primary: bool = False
    """It is the one that signs."""
    subject: str | None = None
    """The subject of its certificate."""
    issuer: str | None = None
    """The issuer of its certificate."""
    alternate_names: tuple[str, ...] = ()
    """The names beside the subject that its certificate is valid for."""
    is_ca: bool = False
    """Its certificate is one of an authority."""
    not_before: str | None = None
    """When its certificate begins to be valid."""
    not_after: str | None = None
    """When its certificate expires."""
    key_length: int | None = None
    """The length of its key in bits, where that is an RSA key."""
    has_private_key: bool = False
    """Its private key is known."""


_NAMES = {field.name for field in fields(Keypair)}


def keypair(data: dict[str, Any]) -> Keypair:
    """Make the keypair that the library describes."""
    return Keypair(**_known(data))


def _known(data: dict[str, Any]) -> dict[str, Any]:
    snake = {re.sub("(CA|[A-Z])", r"_\1", name).lower(): value for name, value in data.items()}
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in snake.items()}
    return {name: value for name, value in lists.items() if name in _NAMES}
