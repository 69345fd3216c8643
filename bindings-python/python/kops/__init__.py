"""Plans and applies Kubernetes clusters on AWS the kops way, in this process."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kops._engine import AsyncEngine
from kops._errors import (
    ApplyIncomplete,
    CloudError,
    ClusterApiError,
    Diagnostic,
    Drift,
    Interrupted,
    InvalidAccount,
    InvalidPlan,
    InvalidSpec,
    InvalidTemplate,
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
    new_cluster_offline,
    render_template,
)
from kops._ports import Cloud, StateStore, Versioned
from kops._runs import Run
from kops._specs import SpecDict, load, load_files, migrate

if TYPE_CHECKING:
    from kops import testing as testing
    from kops import types as types

__all__ = [
    "ApplyIncomplete",
    "AsyncEngine",
    "Cancel",
    "Cloud",
    "CloudError",
    "ClusterApiError",
    "Diagnostic",
    "Drift",
    "Engine",
    "FileStore",
    "FullSpec",
    "Interrupted",
    "InvalidAccount",
    "InvalidPlan",
    "InvalidSpec",
    "InvalidTemplate",
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
    "SpecDict",
    "SpecPath",
    "StateError",
    "StateStore",
    "StepFailure",
    "Target",
    "Versioned",
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
    "new_cluster_offline",
    "render_template",
]


def __getattr__(name: str) -> object:
    """Load modules when they are first used: importing the types of data takes longer than importing the rest."""
    if name in ("testing", "types"):
        return import_module(f"kops.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
