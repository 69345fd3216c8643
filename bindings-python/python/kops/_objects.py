"""Objects of the caller's that are clouds, state stores or clusters: which methods they have."""

from __future__ import annotations

from collections.abc import Callable
from weakref import ref

from kops import _async_ports, _ports
from kops._call import function, wrong


def methods_of(protocol: type) -> list[str]:
    """Return the names of a protocol's methods."""
    return [name for name in dir(protocol) if not name.startswith("_")]


#: The methods of the protocols, which do nothing. A class that names a protocol as its base inherits them.
_STUBS = {
    getattr(protocol, name)
    for protocol in (
        _ports.CloudWithInstances,
        _ports.CloudLike,
        _ports.ClusterApiWithObjects,
        _ports.ClusterApiLike,
        _ports.PublishingStore,
        _ports.StateStoreLike,
        _async_ports.AsyncCloudWithInstances,
        _async_ports.AsyncClusterApiWithObjects,
        _async_ports.AsyncPublishingStore,
    )
    for name in methods_of(protocol)
}


class Port:
    """An object of the caller's with the methods that it has of its own, without those of the protocols."""

    __slots__ = ("_object",)

    def __init__(self, argument: str, value: object, protocol: type, expected: str, *, is_held: bool = False) -> None:
        """Take an object that has at least the methods of a protocol.

        Where its owner holds it as long as it is called, it may hold that owner: nothing looks for circles in Rust.
        """
        self._object = _weak(value) if is_held else lambda: value
        names = methods_of(protocol)
        missing = [name for name in names if not callable(getattr(self, name, None))]
        if missing == names:
            raise wrong(argument, expected, value)
        if missing:
            lacks = ", ".join(f"'{name}'" for name in missing)
            raise TypeError(f"argument '{argument}': '{type(value).__name__}' does not define {lacks}")

    def __getattr__(self, name: str) -> object:
        """Look up a method."""
        method = getattr(self._object(), name)
        if function(method) in _STUBS:
            raise AttributeError(name)
        return method


def _weak(value: object) -> Callable[[], object]:
    try:
        return ref(value)
    except TypeError:  # it takes no weak references
        return lambda: value
