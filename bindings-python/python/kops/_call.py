"""Calls of the library by the names of its tables, and the values that stay in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from os import PathLike
from types import FunctionType
from typing import Any, TypeAlias, TypeVar

from kops import _native

Native: TypeAlias = _native.Handle | _native.Cluster
Given: TypeAlias = tuple[str, list[tuple[str, Native]], list[bytes]]

_Side = TypeVar("_Side")
_Constant = TypeVar("_Constant", bound="Constant")

#: The methods of the package's own classes.
_OWN: set[object] = set()


class Value:
    """A value that stays in the library.

    What the library calls of the caller's is held here, and only looked at from there: what holds its own holder is
    collected, as nothing looks for circles in Rust.
    """

    __slots__ = ("__weakref__", "_held", "_native")
    _held: object
    _native: Any

    def __init_subclass__(cls) -> None:
        """Keep the methods of the package's own classes."""
        super().__init_subclass__()
        if cls.__module__.startswith("kops."):
            _OWN.update(value for value in vars(cls).values() if isinstance(value, FunctionType))

    def __init__(self) -> None:
        """Refuse to be made by hand."""
        raise TypeError(f"'{type(self).__name__}' is made by other calls")

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Refuse to be copied."""
        raise TypeError(f"cannot pickle '{type(self).__name__}'")

    @classmethod
    def _of(cls, native: object, held: object = None) -> Any:  # noqa: ANN401
        made = object.__new__(cls)
        made._native, made._held = native, held
        return made


class Constant(Value):
    """A value that never changes: it is its own copy."""

    __slots__ = ()

    def __copy__(self: _Constant) -> _Constant:
        """Return itself."""
        return self

    def __deepcopy__(self: _Constant, _memo: object) -> _Constant:
        """Return itself."""
        return self


#: The classes that wrap the library's values, by their names there.
CLASSES: dict[str, type[Value]] = {}


def call(name: str, /, *, contents: Sequence[bytes] = (), **arguments: object) -> Any:  # noqa: ANN401
    """Call a pure function of the library. What is None is left out."""
    return returned(_native.call(name, given(arguments, contents)))


def given(arguments: dict[str, object], contents: Sequence[bytes] = ()) -> Given:
    """Write arguments as the library reads them, under the names that they have there."""
    fields: list[str] = []
    handles: list[tuple[str, Native]] = []
    for name, value in arguments.items():
        if isinstance(value, Value):
            handles.append((camel(name), value._native))
        elif value is not None:
            fields.append(f'"{camel(name)}":{json_text(value, name)}')
    return "{" + ",".join(fields) + "}", handles, list(contents)


def returned(value: Any) -> Any:  # noqa: ANN401
    """Wrap what the library returned."""
    return CLASSES[value.class_name]._of(value) if isinstance(value, _native.Handle) else value


def joined(parts: Iterator[str]) -> Any:  # noqa: ANN401
    """Read data from its parts, one at a time: other threads run in between."""
    data = json.loads(next(parts))
    for part in parts:
        _merge(data, json.loads(part))
    return data


def _merge(data: Any, part: Any) -> None:  # noqa: ANN401
    """Add to a list or an object what comes after it."""
    if isinstance(data, list):
        data += part
        return
    for name, value in part.items():
        if name not in data:
            data[name] = value
        elif isinstance(value, str):
            data[name] += value
        else:
            _merge(data[name], value)


def camel(name: str) -> str:
    """Name an argument as the library does."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def json_text(value: object, argument: str) -> str:
    """Write values; what JSON does not have is a TypeError that names the argument and the type."""

    def plain(value: object) -> object:
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
            return list(value)
        raise TypeError(f"expected values of JSON, not '{type(value).__name__}'")

    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain)
    except ValueError as error:
        raise ValueError(f"argument '{argument}': {error}") from None
    except TypeError as error:
        raise TypeError(f"argument '{argument}': {error}") from None
    if not text.isascii():
        utf8(argument, text)
    return text


def utf8(argument: str, text: str) -> bytes:
    """Encode a text; one with half of a surrogate pair is a ValueError that names the argument."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"argument '{argument}': expected a text without halves of surrogate pairs") from None


def native_side(value: object, side: type[_Side], methods: Sequence[str]) -> _Side | None:
    """Return the native side of a value of the package, unless one of these methods is not the package's own.

    A subclass, or a test, may have put its own in the place of it: that is the one to call.
    """
    native = getattr(value, "_native", None) if isinstance(value, Value) else None
    if isinstance(native, side) and all(function(getattr(value, method)) in _OWN for method in methods):
        return native
    return None


def function(method: object) -> object:
    """Return the function of a method."""
    return getattr(method, "__func__", method)


def wrong(argument: str, expected: str, value: object) -> TypeError:
    """Make the TypeError of an argument, which does not show the value."""
    return TypeError(f"argument '{argument}': expected {expected}, not '{type(value).__name__}'")


def check_text(argument: str, value: object, *, optional: bool = False) -> None:
    """Raise the TypeError of an argument that is no text."""
    if not isinstance(value, str) and not (optional and value is None):
        raise wrong(argument, "a text", value)


def check_path(argument: str, value: object, *, optional: bool = False) -> None:
    """Raise the TypeError of an argument that is no path."""
    if not isinstance(value, (str, PathLike)) and not (optional and value is None):
        raise wrong(argument, "a path", value)


Events: TypeAlias = Callable[[Any], object]
