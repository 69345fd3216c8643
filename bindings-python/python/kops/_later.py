"""The types of data, loaded when an annotation is asked for: that takes longer than the rest of the package."""

from __future__ import annotations

from importlib import import_module


class _Types:
    """Stands for ``kops.types`` where annotations name it."""

    def __getattr__(self, name: str) -> object:
        """Look up a type."""
        return getattr(import_module("kops.types"), name)


types = _Types()
