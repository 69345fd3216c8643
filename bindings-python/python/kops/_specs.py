"""Specs from texts, files and Python's values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kops._native import Spec, read
from kops._native import migrate as _migrate

if TYPE_CHECKING:
    from kops import types

Document: TypeAlias = Mapping[str, Any]
"""An object of the spec, with kops's own names."""

_API_VERSION = "kops.k8s.io/v1alpha2"
_CLUSTER_LABEL = "kops.k8s.io/cluster"


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
        text = _json(source)
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

    ``source`` is a YAML or JSON text, ``name`` the file's name. The new text is the old one, edited in place; each change
    comes with its reason, and what is left to decide as findings.

    Raises ``InvalidSpec`` for a text that is neither YAML nor JSON.
    """
    return _migrate([(name, source.encode() if isinstance(source, str) else source)])


def documents(
    cluster: Document,
    groups: Sequence[Document] | None,
    ssh_credentials: Sequence[Document] | None,
    additional: Sequence[Document] | None,
) -> bytes:
    """Write the objects of a spec as documents, with what they have in common."""
    name = cluster.get("metadata", {}).get("name")
    labelled = [("InstanceGroup", group) for group in groups or []]
    labelled += [("SSHCredential", credential) for credential in ssh_credentials or []]
    parts = [_typed("Cluster", cluster), *(_labelled(_typed(kind, part), name) for kind, part in labelled)]
    return _json([*parts, *(additional or [])])


def _typed(kind: str, document: Document) -> dict[str, Any]:
    return {"apiVersion": _API_VERSION, "kind": kind, **document}


def _labelled(document: dict[str, Any], cluster: object) -> dict[str, Any]:
    metadata = document.get("metadata", {})
    labels = {_CLUSTER_LABEL: cluster, **metadata.get("labels", {})}
    return {**document, "metadata": {**metadata, "labels": labels}}


def _json(value: object) -> bytes:
    """Write values; what JSON does not have is a TypeError that names its type."""
    return json.dumps(value, ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"argument 'source': expected values of JSON, not '{type(value).__name__}'")
