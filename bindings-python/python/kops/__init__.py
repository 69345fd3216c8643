"""Plans and applies Kubernetes clusters on AWS the kops way, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kops._engine import AsyncEngine
from kops._errors import (
    ApplyIncomplete,
    CloudError,
    Diagnostic,
    Drift,
    InvalidAccount,
    InvalidPlan,
    InvalidSpec,
    KeysetError,
    KopsError,
    KubeconfigError,
    Location,
    NoCluster,
    ObjectRef,
    PlanningFailed,
    PlanNotAllowed,
    PlanProblem,
    PlanStale,
    PlanTargetMismatch,
    SecretError,
    SpecPath,
    StateError,
    StepFailure,
    Target,
    Violation,
    WriteError,
)
from kops._keys import Keypair
from kops._native import (
    Engine,
    FileStore,
    MemoryStore,
    Plan,
    Report,
    SimulatedAccount,
    Spec,
    __version__,
    check_offline,
    list_assets,
    load,
)

if TYPE_CHECKING:
    from kops import types as types

__all__ = [
    "ApplyIncomplete",
    "AsyncEngine",
    "CloudError",
    "Diagnostic",
    "Drift",
    "Engine",
    "FileStore",
    "InvalidAccount",
    "InvalidPlan",
    "InvalidSpec",
    "Keypair",
    "KeysetError",
    "KopsError",
    "KubeconfigError",
    "Location",
    "MemoryStore",
    "NoCluster",
    "ObjectRef",
    "Plan",
    "PlanNotAllowed",
    "PlanProblem",
    "PlanStale",
    "PlanTargetMismatch",
    "PlanningFailed",
    "Report",
    "SecretError",
    "SimulatedAccount",
    "Spec",
    "SpecPath",
    "StateError",
    "StepFailure",
    "Target",
    "Violation",
    "WriteError",
    "__version__",
    "check_offline",
    "list_assets",
    "load",
]


def __getattr__(name: str) -> object:
    """Load the types of data when they are first used, as importing them takes longer than importing the rest."""
    if name == "types":
        import kops.types

        return kops.types
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
