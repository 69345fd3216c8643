"""The exceptions of the package. Each has its facts as fields: no text needs to be parsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Location:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Diagnostic:
    """One finding about a spec."""

    code: str
    severity: Literal["error", "warning"]
    message: str
    path: str | None
    location: Location | None
    help: str | None

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Diagnostic:
        path, location = data["path"], data["location"]
        return cls(
            code=data["code"],
            severity=data["severity"],
            message=data["message"],
            path=f"{path['kind']}/{path['name']} {path['field']}" if path else None,
            location=Location(**location) if location else None,
            help=data["help"],
        )


class KopsError(Exception):
    """Anything that the library could not do."""


class InvalidSpec(KopsError):
    """A spec that is wrong, with everything that was found."""

    diagnostics: list[Diagnostic]

    def __init__(self, message: str, *, diagnostics: Sequence[Mapping[str, Any]] = ()) -> None:
        """Keep the findings."""
        super().__init__(message)
        self.diagnostics = [Diagnostic._read(data) for data in diagnostics]


class InvalidAccount(KopsError):
    """A file that is not a simulated account."""


class CloudError(KopsError):
    """A call to the cloud that failed."""

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        retryable: bool,
        operation: str,
        code: str | None = None,
        request_id: str | None = None,
        resource: str | None = None,
    ) -> None:
        """Keep what the cloud said."""
        super().__init__(message)
        self.kind = kind
        self.retryable = retryable
        self.operation = operation
        self.code = code
        self.request_id = request_id
        self.resource = resource
