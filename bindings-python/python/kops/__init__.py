"""Plans Kubernetes clusters on AWS the kops way, in this process."""

from kops._engine import plan
from kops._errors import (
    CloudError,
    Diagnostic,
    InvalidAccount,
    InvalidSpec,
    KopsError,
    Location,
    Drift,
    NoCluster,
    ObjectRef,
    Target,
    PlanTargetMismatch,
    PlanningFailed,
    PlanStale,
    PlanProblem,
    SpecPath,
    StateError,
    WriteError,
)
from kops._native import Plan, SimulatedAccount, Spec, __version__, load

__all__ = [
    "CloudError",
    "Diagnostic",
    "InvalidAccount",
    "InvalidSpec",
    "KopsError",
    "Location",
    "Drift",
    "NoCluster",
    "ObjectRef",
    "Target",
    "Plan",
    "PlanTargetMismatch",
    "PlanningFailed",
    "PlanStale",
    "PlanProblem",
    "SimulatedAccount",
    "Spec",
    "SpecPath",
    "StateError",
    "WriteError",
    "__version__",
    "load",
    "plan",
]
