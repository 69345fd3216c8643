"""Accounts of the package: simulated ones, and those that record and replay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kops import _native
from kops._call import Value, check_text, json_text, native_side
from kops._objects import Port, methods_of
from kops._ports import Cloud, CloudLike, CloudWithInstances
from kops._stores import Bucket

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types

_Made = TypeVar("_Made", bound="Account")


class Account(Value):
    """An account of the package, with the methods of ``kops.Cloud``."""

    __slots__ = ()

    def facts(self, query: types.FactsQuery) -> types.Facts:
        """Look up what the library needs to know of the account, its region and of AWS. Raises ``CloudError``."""
        return cast("types.Facts", self._call("facts", query))

    def observe(self, scope: types.Scope) -> types.Snapshot:
        """Read everything that belongs to a cluster. Raises ``CloudError``."""
        return cast("types.Snapshot", self._call("observe", scope))

    def execute(self, step: types.BoundStep) -> types.Outcome:
        """Execute one step. Repeating it has no further effect and gives the same outcome. Raises ``CloudError``."""
        return cast("types.Outcome", self._call("execute", step))

    def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        """Return whether a resource can be used by those that refer to it. Raises ``CloudError``."""
        return cast("types.Readiness", self._call("probe", kind, id))

    def open_bucket(self, name: str) -> Bucket:
        """Open a bucket. Raises ``StateError``."""
        return cast(Bucket, Bucket._of(self._native.open_bucket(name), self))

    def instances(self, cluster: str) -> list[types.RunningGroup]:
        """Return the autoscaling groups of a cluster with their instances, and those that Karpenter launched.

        Raises ``CloudError``.
        """
        return cast("list[types.RunningGroup]", self._call("instances", cluster))

    def launch_templates(self, versions: list[str]) -> dict[str, types.LaunchTemplate]:
        """Read versions of launch templates, named ``lt-…:3``. Missing ones are left out. Raises ``CloudError``."""
        return cast("dict[str, types.LaunchTemplate]", self._call("launch_templates", versions))

    def user_data(self, instances: list[str]) -> dict[str, str]:
        """Read what instances were launched with, by id. Missing ones are left out. Raises ``CloudError``."""
        return cast("dict[str, str]", self._call("user_data", instances))

    def change_instance(self, change: types.InstanceChange) -> types.Readiness:
        """Change one instance, and return whether that has taken effect. Raises ``CloudError``."""
        return cast("types.Readiness", self._call("change_instance", change))

    def preflight(self, query: types.PreflightQuery) -> types.PreflightFacts:
        """Read what the account has left: quotas and their use, room in subnets, permissions. Raises ``CloudError``."""
        return cast("types.PreflightFacts", self._call("preflight", query))

    def _call(self, method: str, *values: object) -> Any:  # noqa: ANN401
        return json.loads(self._native.call(method, json_text(values, "arguments")))


class SimulatedAccount(Account):
    """A simulated AWS account in one region. Engines on it share what is in it."""

    __slots__ = ()

    @classmethod
    def from_json(cls: type[_Made], text: str) -> _Made:
        """Read an account file. Raises ``InvalidAccount``."""
        check_text("text", text)
        return cast(_Made, cls._of(_native.Cloud.simulated(text)))

    def to_json(self) -> str:
        """Write the account file."""
        return cast(str, self._native.text())


class Recorder(Account):
    """A cloud that records what another one answers. Engines on it share what is recorded."""

    __slots__ = ()

    def __init__(self, cloud: CloudLike) -> None:
        """Record a cloud."""
        self._native = _native.Cloud.recorder(native_cloud(cloud, is_held=True))
        self._held = cloud

    def to_json(self) -> str:
        """Return everything so far, as JSON that ``Replay.from_json`` reads."""
        return cast(str, self._native.text())


class Replay(Account):
    """A cloud that answers what a ``Recorder`` recorded, and raises ``CloudError`` for any other call."""

    __slots__ = ()

    @classmethod
    def from_json(cls: type[_Made], text: str) -> _Made:
        """Read what ``Recorder.to_json`` returned. Raises ``ValueError``."""
        check_text("text", text)
        return cast(_Made, cls._of(_native.Cloud.replay(text)))


def native_cloud(cloud: object, *, is_held: bool = False) -> _native.Cloud:
    """Return the native side of an account, or of an object that is like one, which its owner may hold."""
    native = native_side(cloud, _native.Cloud, methods_of(CloudWithInstances))
    return native or _native.Cloud.port(Port("cloud", cloud, Cloud, "an account or a kops.Cloud", is_held=is_held))


def clock_of(cloud: object) -> str | None:
    """Return the clock of simulated accounts, which they have also where a method of one is replaced."""
    if isinstance(cloud, (SimulatedAccount, Replay)):
        return "simulated"
    return clock_of(cloud._held) if isinstance(cloud, Recorder) else None
