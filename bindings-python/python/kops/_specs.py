"""Specs from texts, files and Python's values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from kops._native import Spec, read
from kops._native import migrate as _migrate

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from kops import types

Document: TypeAlias = Mapping[str, Any]
"""An object of the spec, with kops's own names."""


def load(
    source: str | bytes | Document | Sequence[Document], *, name: str = "-", allow_unknown_fields: bool = False
) -> Spec:
    """Read a cluster and its instance groups from a YAML or JSON text, or from objects with kops's own names.

    ``name`` is the file's name in findings. Unknown fields are errors; with ``allow_unknown_fields`` they are warnings
    and left out.

    Raises ``InvalidSpec``.
    """
    if isinstance(source, str):
        text = source.encode()
    elif isinstance(source, bytes):
        text = source
    elif isinstance(source, (Mapping, Sequence)):
        text = json_text(source)
    else:
        raise TypeError(f"argument 'source': expected a text, bytes or objects, not '{type(source).__name__}'")
    return read([(name, text)], allow_unknown_fields)


def load_files(paths: Iterable[str | PathLike[str]], *, allow_unknown_fields: bool = False) -> Spec:
    """Read a cluster and its instance groups from files; see ``load``.

    Raises ``InvalidSpec``, and ``OSError`` where a file cannot be read.
    """
    if isinstance(paths, (str, bytes)):
        raise TypeError(f"argument 'paths': expected several paths, not '{type(paths).__name__}'")
    return read([(str(path), Path(path).read_bytes()) for path in paths], allow_unknown_fields)


def migrate(source: str | bytes, *, name: str = "-") -> types.Migration:
    """Make a spec that is supported today of an old one.

    ``source`` is a YAML or JSON text, ``name`` the file's name. The new text is the old one, edited in place; each
    change comes with its reason, and what is left to decide as findings.

    Raises ``InvalidSpec`` for a text that is neither YAML nor JSON.
    """
    return _migrate([(name, source.encode() if isinstance(source, str) else source)])


class SpecDict(TypedDict):
    """The objects of a spec: what ``Spec.to_dict`` returns and ``Spec.of`` takes."""

    cluster: types.Cluster
    groups: list[types.InstanceGroup]
    ssh_credentials: NotRequired[list[types.SSHCredential]]
    additional: NotRequired[list[dict[str, Any]]]


def parts(
    cluster: Document,
    groups: Sequence[Document] | None,
    ssh_credentials: Sequence[Document] | None,
    additional: Sequence[Document] | None,
) -> dict[str, object]:
    """Name the parts of a spec as the library does."""
    lists = {"groups": groups, "sshCredentials": ssh_credentials, "additional": additional}
    for argument, objects in lists.items():
        if objects is not None and (isinstance(objects, (str, bytes)) or not isinstance(objects, Sequence)):
            raise TypeError(f"argument '{argument}': expected a list of objects, not '{type(objects).__name__}'")
    return {"cluster": cluster, **{name: list(objects or ()) for name, objects in lists.items()}}


def json_text(value: object, argument: str = "source") -> bytes:
    """Write values; what JSON does not have is a TypeError that names the argument and the type."""

    def plain(value: object) -> object:
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, Sequence):
            return list(value)
        raise TypeError(f"argument '{argument}': expected values of JSON, not '{type(value).__name__}'")

    return json.dumps(value, ensure_ascii=False, default=plain).encode()
