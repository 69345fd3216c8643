"""Plans and applies Kubernetes clusters on AWS the kops way, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kops._engine import AsyncEngine
from kops._errors import (
    ApplyIncomplete,
    CloudError,
    Diagnostic,
    Drift,
    Interrupted,
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
    Report,
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
    Cancel,
    Engine,
    FileStore,
    FullSpec,
    MemoryStore,
    Plan,
    SimulatedAccount,
    Spec,
    __version__,
    check_offline,
    diff,
    explain,
    list_assets,
)
from kops._runs import Run
from kops._specs import load, load_files, migrate

if TYPE_CHECKING:
    from kops import types as types

__all__ = [
    "ApplyIncomplete",
    "AsyncEngine",
    "Cancel",
    "CloudError",
    "Diagnostic",
    "Drift",
    "Engine",
    "FileStore",
    "FullSpec",
    "Interrupted",
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
    "Run",
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
    "diff",
    "explain",
    "list_assets",
    "load",
    "load_files",
    "migrate",
]


def __getattr__(name: str) -> object:
    """Load the types of data when they are first used, as importing them takes longer than importing the rest."""
    if name == "types":
        import kops.types

        return kops.types
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
