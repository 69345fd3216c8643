"""Plans and applies Kubernetes clusters on AWS the kops way, in this process."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kops._accounts import SimulatedAccount
from kops._async_ports import (
    AsyncCloud,
    AsyncCloudWithInstances,
    AsyncClusterApi,
    AsyncClusterApiWithLeases,
    AsyncClusterApiWithObjects,
    AsyncPublishingStore,
    AsyncStateStore,
)
from kops._clusters import Kube, SimulatedCluster
from kops._engine import Engine
from kops._errors import (
    ApplyIncomplete,
    ApplySetIncomplete,
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
    PlanTarget,
    PlanTargetMismatch,
    Report,
    SecretError,
    SpecPath,
    StateError,
    StepFailure,
    Violation,
    WriteError,
)
from kops._keys import Keypair
from kops._native import Cancel, __version__
from kops._plans import (
    Plan,
    diagram,
    diff,
    estimate_cost,
    least_permissions,
    price_table,
    report_set,
    upgrade_plan,
)
from kops._ports import (
    Cloud,
    CloudLike,
    CloudWithInstances,
    ClusterApi,
    ClusterApiLike,
    ClusterApiWithLeases,
    ClusterApiWithObjects,
    PublishingStore,
    StateStore,
    StateStoreLike,
    Versioned,
)
from kops._specs import (
    FullSpec,
    Spec,
    SpecDict,
    check_offline,
    explain,
    explain_field,
    fill_offline,
    list_assets,
    load,
    load_files,
    migrate,
    new_cluster_offline,
    render_template,
    schema,
    terraform_offline,
)
from kops._stores import Bucket, FileStore, MemoryStore

if TYPE_CHECKING:
    from kops import aws as aws
    from kops import testing as testing
    from kops import types as types
    from kops._async_accounts import AsyncAccount, AsyncCluster, AsyncStore
    from kops._async_engine import AsyncEngine
    from kops._runs import Run

__all__ = [
    "ApplyIncomplete",
    "ApplySetIncomplete",
    "AsyncAccount",
    "AsyncCloud",
    "AsyncCloudWithInstances",
    "AsyncCluster",
    "AsyncClusterApi",
    "AsyncClusterApiWithLeases",
    "AsyncClusterApiWithObjects",
    "AsyncEngine",
    "AsyncPublishingStore",
    "AsyncStateStore",
    "AsyncStore",
    "Bucket",
    "Cancel",
    "Cloud",
    "CloudError",
    "CloudLike",
    "CloudWithInstances",
    "ClusterApi",
    "ClusterApiError",
    "ClusterApiLike",
    "ClusterApiWithLeases",
    "ClusterApiWithObjects",
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
    "Kube",
    "KubeconfigError",
    "Location",
    "MemoryStore",
    "NoCluster",
    "ObjectRef",
    "Plan",
    "PlanNotAllowed",
    "PlanProblem",
    "PlanStale",
    "PlanTarget",
    "PlanTargetMismatch",
    "PlanningFailed",
    "PublishingStore",
    "Report",
    "Run",
    "SecretError",
    "SimulatedAccount",
    "SimulatedCluster",
    "Spec",
    "SpecDict",
    "SpecPath",
    "StateError",
    "StateStore",
    "StateStoreLike",
    "StepFailure",
    "Versioned",
    "Violation",
    "WriteError",
    "__version__",
    "check_offline",
    "diagram",
    "diff",
    "estimate_cost",
    "explain",
    "explain_field",
    "fill_offline",
    "least_permissions",
    "list_assets",
    "load",
    "load_files",
    "migrate",
    "new_cluster_offline",
    "price_table",
    "render_template",
    "report_set",
    "schema",
    "terraform_offline",
    "upgrade_plan",
]


_MODULES = ("aws", "testing", "types")
_LATER = {
    "AsyncAccount": "kops._async_accounts",
    "AsyncCluster": "kops._async_accounts",
    "AsyncEngine": "kops._async_engine",
    "AsyncStore": "kops._async_accounts",
    "Run": "kops._runs",
}


def __getattr__(name: str) -> object:
    """Load what takes longer to import than the rest when it is first used: asyncio, and the types of data."""
    if name in _MODULES:
        return import_module(f"kops.{name}")
    if name in _LATER:
        globals()[name] = getattr(import_module(_LATER[name]), name)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name also what is loaded when it is first used."""
    return sorted({*globals(), *_LATER, *_MODULES})
