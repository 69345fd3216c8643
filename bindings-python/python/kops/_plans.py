"""Plans."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, cast, final

from kops._call import CLASSES, Constant, call, check_text, utf8
from kops._errors import Diagnostic, diagnostics
from kops._specs import Spec

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types


@final
class Plan(Constant):
    """What would change, why, in which order and what it disrupts. It can be pickled, as for another process."""

    __slots__ = ("_hash", "_warnings")
    _hash: str
    _warnings: list[Diagnostic]

    @staticmethod
    def from_json(text: str) -> Plan:
        """Read a plan that ``to_json`` wrote. Raises ``InvalidPlan``."""
        check_text("text", text)
        return cast(Plan, call("read_plan", contents=[utf8("text", text)]))

    @staticmethod
    def load(path: str | PathLike[str]) -> Plan:
        """Read a plan that ``save`` wrote. Raises ``InvalidPlan``, and ``OSError``."""
        with open(path, "rb") as file:
            return cast(Plan, call("read_plan", contents=[file.read()]))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the plan to a file, as canonical JSON with the same bytes on every system. Raises ``OSError``."""
        with open(path, "wb") as file:
            file.write(self.to_json().encode())

    @property
    def cluster(self) -> str:
        """The cluster's full name."""
        return self._summary()["cluster"]

    @property
    def region(self) -> str:
        """The AWS region."""
        return self._summary()["region"]

    @property
    def is_empty(self) -> bool:
        """True where nothing would change."""
        return len(self) == 0

    @property
    def hash(self) -> str:
        """The hash of the plan: 64 hexadecimal digits.

        It is the same in every language and for every path of the spec's file.
        """
        if not hasattr(self, "_hash"):
            self._hash = call("plan_hash", plan=self)
        return self._hash

    @property
    def warnings(self) -> list[Diagnostic]:
        """Findings about the spec that stop nothing."""
        if not hasattr(self, "_warnings"):
            self._warnings = diagnostics(call("plan_warnings", plan=self))
        return [*self._warnings]

    def to_json(self) -> str:
        """Return the plan as canonical JSON."""
        return cast(str, call("plan_json", plan=self))

    def to_dict(self) -> types.Plan:
        """Return the plan as Python values."""
        return cast("types.Plan", call("plan_data", plan=self))

    @property
    def steps(self) -> list[types.Step]:
        """The steps, each after what it needs."""
        return self.to_dict()["steps"]

    def least_permissions(self, *, store_url: str | None = None, account: str | None = None) -> list[types.IamPolicy]:
        """Return the minimum permissions to apply exactly this plan, as IAM policies.

        ``store_url`` is the state store that is written, and ``account`` the AWS account ID, where the plan is not to
        name it.
        """
        return cast("list[types.IamPolicy]", call("plan_permissions", plan=self, store_url=store_url, account=account))

    def report(self, *, format: Literal["text", "wide", "markdown"] = "text") -> str:
        """Return the report that people read.

        ``text`` has at most 100 columns, ``wide`` also the purpose and source of each resource, and ``markdown`` fits
        the comment of a pull request.
        """
        return cast(str, call("plan_report", plan=self, format=format))

    def _summary(self) -> dict[str, str]:
        return cast("dict[str, str]", call("plan_summary", plan=self))

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Pickle the plan with its warnings, which are no part of its JSON."""
        return _unpickled, (self.to_json(), self.warnings)

    def __str__(self) -> str:
        """Return the report, without the end of its last line."""
        return self.report().removesuffix("\n")

    def __eq__(self, other: object) -> bool:
        """Compare the hashes of both plans."""
        return self.hash == other.hash if isinstance(other, Plan) else NotImplemented

    def __hash__(self) -> int:
        """Return the same for equal plans."""
        return hash(self.hash)

    def __len__(self) -> int:
        """Count the steps."""
        return int(self._summary()["steps"])

    def __repr__(self) -> str:
        """Name the cluster."""
        return f"<kops.Plan {self.cluster}: {len(self)} steps>"


CLASSES["Plan"] = Plan


def _unpickled(text: str, warnings: list[Diagnostic]) -> Plan:
    plan = Plan.from_json(text)
    plan._warnings = warnings
    return plan


def diff(
    old: Spec,
    new: Spec,
    *,
    facts: Mapping[str, object] | None = None,
    addons: Mapping[str, str] | None = None,
) -> Plan:
    """Plan what would change in the account of a cluster whose spec is changed, with no account and no state store.

    Such a plan is for reading. ``facts`` is what is known of the account, as ``Engine.facts`` returns it or in parts;
    the rest is assumed to be as both specs say. ``addons`` is the addon source, as of ``Engine``.

    Raises ``InvalidSpec`` with everything that is wrong with the new spec, and ``PlanningFailed``.
    """
    return cast(Plan, call("diff", old=old, new=new, facts=facts, addons=addons))


def upgrade_plan(old: Spec, new: Spec) -> types.UpgradePlan:
    """Plan the way from a cluster that is as one spec says to another spec of it, with no account and no cluster.

    The steps are those of ``Engine.reconcile``: each update has what it would change, each rolling update the instance
    groups that it would replace, and why.

    Raises ``InvalidSpec``, also where Kubernetes cannot go back to the version, or ``PlanningFailed``.
    """
    return cast("types.UpgradePlan", call("upgrade_plan", old=old, new=new))


def report_set(plan: types.SetPlan, *, format: Literal["text", "wide", "markdown"] = "text") -> str:
    """Return the report of the plan of a set that people read, with the total of its clusters.

    The formats are as in ``Plan.report``; as ``markdown``, all clusters together fit the comment of a pull request.
    """
    return cast(str, call("set_report", plan=plan, format=format))


def diagram(spec: Spec, plan: Plan | None = None, *, format: Literal["svg", "mermaid"] = "svg") -> str:
    """Draw a cluster without an account: network, zones, subnets, instance groups, load balancers and egress.

    With a plan, such as that of ``diff``, what is new, changed and deleted is marked. ``mermaid`` is the source of a
    flowchart that GitHub and GitLab draw in Markdown.

    Raises ``InvalidSpec`` with everything that is wrong with the spec.
    """
    return cast(str, call("diagram", spec=spec, plan=plan, format=format))


def estimate_cost(spec: Spec, *, prices: str | None = None) -> types.CostEstimate:
    """Estimate what a cluster costs a month, without an account: with every group at its smallest and its largest size.

    ``prices`` is the text of a table of prices, as ``price_table`` returns the one that ships. What the table has no
    price for is named and not counted.

    Raises ``InvalidSpec`` with everything that is wrong with the spec, and ``TypeError`` for a text that is no table.
    """
    return cast("types.CostEstimate", call("estimate_cost", spec=spec, prices=prices))


def price_table() -> str:
    """Return the text of the table of prices that ships: an example to start a table of your own from."""
    return cast(str, call("price_table"))


def least_permissions(spec: Spec, *, account: str | None = None) -> types.IamPolicies:
    """Return the minimum permissions to plan, to apply and to delete a cluster, as IAM policies, without an account.

    ``account`` is the AWS account ID, which limits the policies to it.

    Raises ``InvalidSpec`` with everything that is wrong with the spec.
    """
    return cast("types.IamPolicies", call("least_permissions", spec=spec, account=account))
