"""Plans Kubernetes clusters on AWS the kops way, in this process."""

from kops._errors import CloudError, Diagnostic, InvalidAccount, InvalidSpec, KopsError, Location
from kops._native import Plan, SimulatedAccount, Spec, __version__, load, plan

__all__ = [
    "CloudError",
    "Diagnostic",
    "InvalidAccount",
    "InvalidSpec",
    "KopsError",
    "Location",
    "Plan",
    "SimulatedAccount",
    "Spec",
    "__version__",
    "load",
    "plan",
]
