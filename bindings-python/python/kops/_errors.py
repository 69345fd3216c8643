"""The exceptions of the package. Each has its facts as fields: no text needs to be parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ForwardRef

from kops import _native

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types


@dataclass(frozen=True)
class Location:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class ObjectRef:
    """An object of the spec, shown as ``InstanceGroup/nodes``."""

    kind: str
    name: str

    def __str__(self) -> str:
        """Show kind and name."""
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True)
class SpecPath:
    """A field of the spec, shown as ``InstanceGroup/nodes spec.minSize``."""

    kind: str
    name: str
    field: str

    def __str__(self) -> str:
        """Show the object and the field."""
        return f"{self.kind}/{self.name} {self.field}"


@dataclass(frozen=True)
class Diagnostic:
    """One finding about a spec."""

    code: str
    severity: types.Severity
    message: str
    path: SpecPath | None
    location: Location | None
    help: str | None


@dataclass(frozen=True)
class PlanProblem:
    """One thing that keeps a plan from being made."""

    error: types.PlanProblemKind
    message: str
    help: str | None
    resource: str | None
    path: SpecPath | None
    location: Location | None


@dataclass(frozen=True)
class PlanTarget:
    """An account and a region; the account is empty where it is not known."""

    account: str
    region: str


@dataclass(frozen=True)
class Drift:
    """Something that is not as it was when a plan was made; ``None`` for nothing."""

    resource: str
    field: str
    planned: Any
    found: Any


@dataclass(frozen=True)
class Violation:
    """A step that a plan of this account would not have; ``step`` is ``None`` for what the steps refer to."""

    step: int | None
    resource: str
    id: str | None
    rule: types.ViolationRule
    message: str


@dataclass(frozen=True)
class StepFailure:
    """A step of a plan that failed, by its id."""

    step: int
    resource: str
    error: KopsError


@dataclass(frozen=True)
class Report:
    """How far a plan was applied, by the ids of its steps. Every step is in exactly one of the lists."""

    done: list[int]
    """Those that are done, in this order."""
    failed: list[StepFailure]
    """Those that failed, and why."""
    in_flight: list[int]
    """Those that were under way when the run was stopped: they may or may not have taken effect."""
    not_started: list[int]
    """Those that were not started: something they need failed, or the run was stopped."""
    cancelled: bool
    """The run was stopped."""
    outputs: dict[str, dict[str, str]]
    """What AWS assigned to each resource that was created or changed."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run. The report of its kind says how far it came; all are ``None`` where it had not begun.

    Of a set, ``apply_set`` has the clusters that are done, and ``report`` how far the plan of the next one was applied.
    """

    def __init__(
        self,
        report: Report | None = None,
        rolling_update: types.RollingUpdateReport | None = None,
        reconcile: types.ReconcileReport | None = None,
        apply_set: types.SetReport | None = None,
    ) -> None:
        """Keep the report."""
        super().__init__()
        self.report = report
        """How far a plan was applied."""
        self.rolling_update = rolling_update
        """How far a rolling update came."""
        self.reconcile = reconcile
        """How far reconciling a cluster came."""
        self.apply_set = apply_set
        """How far a set was applied."""


class KopsError(Exception):
    """Anything that the library could not do."""

    help: str | None = None
    """What would help, where that is known."""

    def __init__(self, message: str, **fields: object) -> None:
        """Keep the facts."""
        super().__init__(message)
        vars(self).update(fields)


class InvalidSpec(KopsError):
    """A spec that is wrong, with everything that was found."""

    diagnostics: list[Diagnostic]


class InvalidTemplate(KopsError):
    """A template that cannot be rendered, with the file and the line."""

    file: str
    line: int | None


class InvalidAccount(KopsError):
    """A file that is not a simulated account."""


class InvalidPlan(KopsError):
    """A text that is not a plan, or a plan that cannot be applied. Nothing was done."""


class PlanningFailed(KopsError):
    """An account that cannot become what the spec says, with everything that stands in the way."""

    errors: list[PlanProblem]


class PlanTargetMismatch(KopsError):
    """A plan that is for another account or region. Nothing was done."""

    planned: PlanTarget
    found: PlanTarget


class PlanStale(KopsError):
    """A plan that cannot be applied, because something is no longer as the plan found it. Nothing was done."""

    moved: list[Drift]


class PlanNotAllowed(KopsError):
    """A plan with steps that are not the cluster's, or deletions that its options do not allow. Nothing was done."""

    violations: list[Violation]


class ApplyIncomplete(KopsError):
    """A plan of which not every step was done, with the ids of the steps. Planning again shows what is left."""

    cancelled: bool
    done: list[int]
    failed: list[StepFailure]
    in_flight: list[int]
    not_started: list[int]
    outputs: dict[str, dict[str, str]]

    @property
    def report(self) -> Report:
        """The same as a report."""
        return Report(self.done, self.failed, self.in_flight, self.not_started, self.cancelled, self.outputs)


class ApplySetIncomplete(KopsError):
    """A set of which a cluster failed. Planning and applying the set again continues."""

    cluster: str
    """The cluster that failed."""
    report: types.SetReport
    """The clusters that were done before."""
    error: KopsError
    """Why the cluster failed, as ``replace`` and ``apply`` raise it; it is the ``__cause__`` too."""


class CloudError(KopsError):
    """A call to the cloud that failed. A cloud of your own raises it by its kind."""

    kind: types.ErrorKind
    retryable: bool
    operation: str
    code: str | None
    request_id: str | None
    resource: str | None
    permission: str | None

    def __init__(
        self,
        message: str,
        *,
        kind: types.ErrorKind = "internal",
        operation: str = "",
        code: str | None = None,
        request_id: str | None = None,
        resource: str | None = None,
        permission: str | None = None,
        **fields: object,
    ) -> None:
        """Keep the facts; whether the call may succeed later follows from the kind."""
        facts = {"code": code, "request_id": request_id, "resource": resource, "permission": permission}
        retryable = _is_retryable("is_retryable", kind)
        super().__init__(message, **{"kind": kind, "retryable": retryable, "operation": operation, **facts, **fields})


class ClusterApiError(KopsError):
    """A call to the API of a running cluster that failed. A cluster of your own raises it by its kind."""

    kind: types.ClusterApiErrorKind
    retryable: bool
    operation: str
    status: int | None

    def __init__(
        self,
        message: str,
        *,
        kind: types.ClusterApiErrorKind = "internal",
        operation: str = "",
        status: int | None = None,
        **fields: object,
    ) -> None:
        """Keep the facts; whether the call may succeed later follows from the kind."""
        retryable = _is_retryable("is_cluster_error_retryable", kind)
        facts = {"kind": kind, "retryable": retryable, "operation": operation, "status": status}
        super().__init__(message, **{**facts, **fields})


class StateError(KopsError):
    """A state store that failed. A store of your own raises it by its kind."""

    kind: types.StateErrorKind
    key: str | None
    retryable: bool
    lock: types.ClusterLock | None
    """Who holds the lock of the cluster, for the kinds `locked` and `lock-lost`."""

    def __init__(
        self,
        message: str,
        *,
        kind: types.StateErrorKind = "failed",
        key: str | None = None,
        retryable: bool = False,
        **fields: object,
    ) -> None:
        """Keep the facts."""
        super().__init__(message, **{"kind": kind, "key": key, "retryable": retryable, "lock": None, **fields})


class WriteError(KopsError):
    """Objects that could not be stored, because they exist already or are missing. Nothing was written."""

    kind: types.WriteErrorKind
    objects: list[ObjectRef]


class NoCluster(KopsError):
    """A cluster that is not in the state store, and one that is there and has a similar name."""

    cluster: str
    similar: str | None


class KeysetError(KopsError):
    """A keyset or a keypair that cannot be used or changed. Nothing was written."""

    kind: types.KeysetErrorKind
    keyset: str


class SecretError(KopsError):
    """A secret that is missing, that exists already, or that is not what nodes expect. Nothing was written."""

    kind: types.SecretErrorKind
    secret: str


class KubeconfigError(KopsError):
    """A text that is not a kubeconfig, or a user that is not in it."""


def _is_retryable(function: str, kind: str) -> bool:
    return bool(_native.call(function, (json.dumps({"kind": kind}), [], [])))


_EXCEPTIONS: dict[str, type[KopsError]] = {
    made.__name__: made
    for made in (
        InvalidSpec,
        InvalidTemplate,
        InvalidAccount,
        InvalidPlan,
        PlanningFailed,
        PlanTargetMismatch,
        PlanStale,
        PlanNotAllowed,
        ApplyIncomplete,
        ApplySetIncomplete,
        CloudError,
        ClusterApiError,
        StateError,
        WriteError,
        NoCluster,
        KeysetError,
        SecretError,
        KubeconfigError,
    )
}
# Tracebacks name them as users do. What their fields are is still to be looked up in this module.
for _made in (KopsError, Interrupted, *_EXCEPTIONS.values()):
    _made.__annotations__ = {name: ForwardRef(text, module=__name__) for name, text in _made.__annotations__.items()}
    _made.__module__ = "kops"

_LISTS: dict[str, Callable[..., object]] = {
    "diagnostics": Diagnostic,
    "errors": PlanProblem,
    "failed": StepFailure,
    "moved": Drift,
    "objects": ObjectRef,
    "violations": Violation,
}


def exception(text: str) -> KopsError:
    """Make the exception that the library describes as JSON."""
    return _exception(json.loads(text))


def report(data: dict[str, Any]) -> Report:
    """Make the report that the library describes."""
    return Report(**_fields(data))


def _exception(data: dict[str, Any]) -> KopsError:
    made = _EXCEPTIONS.get(data["name"], KopsError)
    return made(data["message"], help=data.get("help"), **_fields(data["fields"]))


def diagnostics(data: list[dict[str, Any]]) -> list[Diagnostic]:
    """Make the findings that the library describes."""
    return [Diagnostic(**_placed(item)) for item in data]


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    return {re.sub("([A-Z])", r"_\1", name).lower(): _read(name, value) for name, value in data.items()}


def _read(name: str, value: object) -> object:
    if isinstance(value, dict) and name in ("planned", "found"):
        return PlanTarget(**value)
    if isinstance(value, dict) and name == "error":
        return _exception(value)
    if isinstance(value, list) and name in _LISTS:
        return [_LISTS[name](**_placed(item)) for item in value]
    return value


def _placed(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(name, value) for name, value in data.items()}


def _field(name: str, value: object) -> object:
    if not isinstance(value, dict):
        return value
    kinds: dict[str, Callable[..., object]] = {"path": SpecPath, "location": Location}
    if name in kinds:
        return kinds[name](**value)
    return _exception(value) if name == "error" else value
