"""State stores of the package."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from kops import _native
from kops._call import Value, check_path, check_text, json_text, native_side, wrong
from kops._objects import Port, methods_of
from kops._ports import PublishingStore, StateStore, StateStoreLike, Versioned

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types

_List = list


class Store(Value):
    """A state store of the package, with the methods of ``kops.StateStore``."""

    __slots__ = ()

    def get(self, key: str) -> Versioned | None:
        """Read an object with its version; ``None`` where there is none. Raises ``StateError``."""
        version, value = self._call("get", [key])
        return None if value is None else Versioned(value, cast(str, version))

    def put(self, key: str, value: bytes, mode: types.PutMode) -> str:
        """Write a whole object and return its version. Raises ``StateError``."""
        if not isinstance(value, (bytes, bytearray, memoryview)):
            raise wrong("value", "bytes", value)
        return cast(str, self._call("put", [key, mode], bytes(value))[0])

    def delete(self, key: str, mode: types.DeleteMode) -> None:
        """Delete an object. Raises ``StateError``."""
        self._call("delete", [key, mode])

    def list(self, prefix: str) -> _List[str]:
        """Return every key at or below a prefix, sorted. Raises ``StateError``."""
        return cast("_List[str]", self._call("list", [prefix])[0])

    def put_public(self, key: str, value: bytes, mode: types.PutMode) -> str:
        """Write a whole object that everyone can read, and return its version. Raises ``StateError``."""
        if not isinstance(value, (bytes, bytearray, memoryview)):
            raise wrong("value", "bytes", value)
        return cast(str, self._call("put_public", [key, mode], bytes(value))[0])

    def is_public(self, key: str) -> bool:
        """Return whether an object is there and everyone can read it. Raises ``StateError``."""
        return cast(bool, self._call("is_public", [key])[0])

    def _call(self, method: str, values: Sequence[object], content: bytes | None = None) -> tuple[Any, bytes | None]:
        place, *rest = values
        check_text("prefix" if method == "list" else "key", place)
        for mode in rest:
            if not isinstance(mode, Mapping):
                raise wrong("mode", "a mapping", mode)
        text, value = self._native.call(method, json_text(values, "arguments"), content)
        return json.loads(text), value


class MemoryStore(Store):
    """A state store in memory. Engines on it share what is in it."""

    __slots__ = ()

    def __init__(self) -> None:
        """Make an empty one."""
        self._native = _native.Store.memory()


class FileStore(Store):
    """A state store in a folder."""

    __slots__ = ("_path",)

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Name the folder, which need not be there."""
        check_path("path", path)
        self._path = os.fspath(path)
        self._native = _native.Store.folder(self._path)

    def __repr__(self) -> str:
        """Name the folder."""
        return f"<kops.FileStore {self._path}>"


class Bucket(Store):
    """A bucket that an account opened."""

    __slots__ = ()


def native_store(store: object, argument: str, *, is_held: bool = False, holds: bool = False) -> _native.Store:
    """Return the native side of a state store, or of an object that is like one, which its owner may hold.

    Where the native side ``holds`` it, that is of the object too if it calls something that only the object holds.
    """
    native = native_side(store, _native.Store, methods_of(PublishingStore))
    if native is not None and not (holds and getattr(store, "_held", None) is not None):
        return native
    expected = "a URL, a state store or a kops.StateStore"
    return _native.Store.port(Port(argument, store, StateStore, expected, is_held=is_held))


def open_store(store: str | StateStoreLike | None, cloud: object, native: _native.Cloud) -> _native.Store:
    """Return the native side of a state store, which the caller holds, or of its URL in a cloud.

    That is one of an account also where methods of it are replaced.
    """
    if store is None:
        return _native.Store.memory()
    if not isinstance(store, str):
        return native_store(store, "store", is_held=True)
    account = cast(_native.Cloud, cloud._native) if isinstance(cloud, Value) else native
    return account.store(store)
