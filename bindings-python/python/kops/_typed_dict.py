"""TypedDict for kops.types, whose annotations stay text until they are asked for.

typing.TypedDict compiles every annotation when its class is made: thousands here, which takes longer than all else that
an import does. And it takes every key for required where annotations are text; here __required_keys__ and
__optional_keys__ are right.
"""

from __future__ import annotations

import sys
import typing
from typing import Any

if sys.version_info >= (3, 11):
    NotRequired: Any = typing.NotRequired
else:

    class NotRequired:
        """What typing has from Python 3.11 on. It says nothing at run time."""

        def __class_getitem__(cls, item: Any) -> Any:  # noqa: ANN401
            return item


MODULE = "kops.types"

# Type checkers know it as a form that needs names written out.
_MAKE: Any = typing.TypedDict


class _Maker(type):
    """Makes a typing.TypedDict of a class statement or a call."""

    def __new__(cls, name: str, _bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:  # noqa: ANN401
        fields: dict[str, str] = namespace.get("__annotations__", {})
        made = _MAKE(name, {})
        optional = frozenset(key for key, annotation in fields.items() if annotation.startswith("NotRequired["))
        made.__annotations__ = fields
        made.__optional_keys__ = optional
        made.__required_keys__ = frozenset(fields) - optional
        made.__doc__ = namespace.get("__doc__")
        made.__module__ = MODULE
        return made

    def __call__(cls, name: str, fields: dict[str, Any]) -> Any:  # noqa: ANN401
        made = _MAKE(name, fields)
        made.__module__ = MODULE
        return made


TypedDict: Any = type.__new__(_Maker, "TypedDict", (), {})
