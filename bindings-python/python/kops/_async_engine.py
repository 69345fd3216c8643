"""The engine for asyncio: the calls of ``Engine``, each on a thread while the event loop goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from kops._engine import Engine
from kops._errors import ObjectRef, Report
from kops._keys import Keypair
from kops._plans import Plan
from kops._ports import CloudLike, ClusterApiLike, StateStoreLike
from kops._runs import Run
from kops._specs import FullSpec, Spec
from kops._threads import call, cancellable

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types


class AsyncEngine:
    """Clusters in one account and one state store, with the calls of ``Engine`` as coroutines."""

    def __init__(
        self,
        cloud: CloudLike,
        *,
        store: str | StateStoreLike | None = None,
        addons: Mapping[str, str] | None = None,
        file_hashes: Mapping[str, str] | None = None,
        channels: Mapping[str, str] | None = None,
        clock: Literal["system", "simulated"] | None = None,
        holder: str | None = None,
        lock_timeout: float | None = None,
    ) -> None:
        """Work in an account; see ``Engine``."""
        self._engine = Engine(
            cloud,
            store=store,
            addons=addons,
            file_hashes=file_hashes,
            channels=channels,
            clock=clock,
            holder=holder,
            lock_timeout=lock_timeout,
        )

    async def check(self, spec: Spec) -> FullSpec:
        """Fill in the defaults of a spec and check it in the account; see ``Engine.check``."""
        return await cancellable(self._engine.check, spec)

    async def facts(self, spec: Spec) -> types.Facts:
        """Return what a spec needs to know of the world; see ``Engine.facts``."""
        return await cancellable(self._engine.facts, spec)

    async def facts_to_render(self, spec: Spec) -> types.Facts:
        """Return what ``terraform_offline`` takes of the account; see ``Engine.facts_to_render``."""
        return await cancellable(self._engine.facts_to_render, spec)

    async def graph(self, spec: Spec) -> types.Graph:
        """Return the graph of what a cluster is made of; see ``Engine.graph``."""
        return await cancellable(self._engine.graph, spec)

    async def terraform(
        self,
        spec: Spec,
        *,
        create_keys: bool = False,
        previous: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """Return the cluster as files for Terraform; see ``Engine.terraform``."""
        return await cancellable(self._engine.terraform, spec, create_keys=create_keys, previous=previous)

    async def new_cluster(self, options: types.ClusterOptions) -> Spec:
        """Make a cluster of options; see ``Engine.new_cluster``."""
        return await cancellable(self._engine.new_cluster, options)

    async def plan(
        self,
        spec: Spec,
        *,
        prune: bool = False,
        allow: Sequence[str] | None = None,
        instance_groups: Sequence[str] | None = None,
        roles: Sequence[types.InstanceGroupRole] | None = None,
    ) -> Plan:
        """Plan what would change in the account; see ``Engine.plan``."""
        groups: dict[str, Any] = {"instance_groups": instance_groups, "roles": roles}
        return await cancellable(self._engine.plan, spec, prune=prune, allow=allow, **groups)

    async def plan_deletion(self, spec: Spec, *, allow: Sequence[str] | None = None) -> Plan:
        """Plan the deletion of everything that a cluster owns; see ``Engine.plan_deletion``."""
        return await cancellable(self._engine.plan_deletion, spec, allow=allow)

    async def preflight(self, plan: Plan) -> types.Preflight:
        """Check whether the account has what a plan needs; see ``Engine.preflight``."""
        return await cancellable(self._engine.preflight, plan)

    async def preflight_set(self, plan: types.SetPlan) -> types.SetPreflight:
        """Check whether the account has what the plan of a set needs; see ``Engine.preflight_set``."""
        return await cancellable(self._engine.preflight_set, plan)

    def apply(
        self,
        plan: Plan,
        *,
        parallel: int | None = None,
        ready_within: float | None = None,
        grace: float | None = None,
    ) -> Run[types.Event, Report]:
        """Apply a plan, once the returned ``Run`` is awaited, entered or iterated over; see ``Engine.apply``."""
        options: dict[str, Any] = {"parallel": parallel, "ready_within": ready_within, "grace": grace}
        return Run(partial(self._engine.apply, plan, **options))

    async def clusters(self) -> list[str]:
        """Return the names of all clusters in the state store; see ``Engine.clusters``."""
        return await call(self._engine.clusters)

    async def load(self, cluster: str) -> Spec:
        """Read a cluster from the state store; see ``Engine.load``."""
        return await call(self._engine.load, cluster)

    async def create(self, text: str, *, name: str = "-") -> list[ObjectRef]:
        """Add the objects of a text to the state store; see ``Engine.create``."""
        return await call(self._engine.create, text, name=name)

    async def replace(self, text: str, *, name: str = "-", create_missing: bool = False) -> list[ObjectRef]:
        """Replace objects of the state store; see ``Engine.replace``."""
        return await call(self._engine.replace, text, name=name, create_missing=create_missing)

    async def forget(self, cluster: str) -> int:
        """Delete everything that the state store holds of a cluster; see ``Engine.forget``."""
        return await call(self._engine.forget, cluster)

    async def new_instance_group(
        self,
        spec: Spec,
        name: str,
        *,
        role: types.InstanceGroupRole | None = None,
        subnets: Sequence[str] | None = None,
        zones: Sequence[str] | None = None,
    ) -> types.InstanceGroup:
        """Make an instance group for a cluster; see ``Engine.new_instance_group``."""
        return await cancellable(self._engine.new_instance_group, spec, name, role=role, subnets=subnets, zones=zones)

    async def edit(
        self,
        cluster: str,
        *,
        instance_group: str | None = None,
        set: Sequence[str] | None = None,
        unset: Sequence[str] | None = None,
    ) -> ObjectRef:
        """Unset and set fields of a stored cluster or instance group; see ``Engine.edit``."""
        return await call(self._engine.edit, cluster, instance_group=instance_group, set=set, unset=unset)

    async def plan_set(
        self,
        text: str,
        *,
        name: str = "-",
        set: str = "default",
        prune: bool = False,
        allow: Sequence[str] | None = None,
        store_url: str | None = None,
    ) -> types.SetPlan:
        """Plan what would make the clusters and instance groups of a set what a text says; see ``Engine.plan_set``."""
        plan = partial(self._engine.plan_set, name=name, set=set, prune=prune, allow=allow, store_url=store_url)
        return await cancellable(plan, text)

    def apply_set(
        self,
        plan: types.SetPlan,
        *,
        parallel: int | None = None,
        ready_within: float | None = None,
        grace: float | None = None,
    ) -> Run[types.SetEvent, types.SetReport]:
        """Apply the plan of a set, once the returned ``Run`` is awaited, entered or iterated over.

        See ``Engine.apply_set``.
        """
        apply = partial(self._engine.apply_set, plan, parallel=parallel, ready_within=ready_within, grace=grace)
        return Run(apply)

    async def plan_instance_group_deletion(self, spec: Spec, instance_group: str) -> Plan:
        """Plan the deletion of an instance group; see ``Engine.plan_instance_group_deletion``."""
        return await cancellable(self._engine.plan_instance_group_deletion, spec, instance_group)

    async def delete_ssh_keys(self, cluster: str) -> int:
        """Delete the public SSH keys of a cluster; see ``Engine.delete_ssh_keys``."""
        return await call(self._engine.delete_ssh_keys, cluster)

    async def forget_instance_group(self, cluster: str, instance_group: str) -> None:
        """Delete an instance group from the state store; see ``Engine.forget_instance_group``."""
        await call(self._engine.forget_instance_group, cluster, instance_group)

    async def plan_upgrade(
        self, spec: Spec, *, channel: str | None = None, kubernetes_version: str | None = None
    ) -> types.Upgrade:
        """Plan the upgrade of a spec to what its channel recommends; see ``Engine.plan_upgrade``."""
        return await cancellable(
            self._engine.plan_upgrade, spec, channel=channel, kubernetes_version=kubernetes_version
        )

    async def lock(self, cluster: str) -> types.ClusterLock | None:
        """Return the lock of a cluster; see ``Engine.lock``."""
        return await call(self._engine.lock, cluster)

    async def unlock(self, cluster: str) -> types.ClusterLock | None:
        """Take the lock of a cluster away from its holder; see ``Engine.unlock``."""
        return await call(self._engine.unlock, cluster)

    async def keypairs(self, cluster: str, keyset: str | None = None) -> list[Keypair]:
        """Return the keypairs of a cluster; see ``Engine.keypairs``."""
        return await call(self._engine.keypairs, cluster, keyset)

    async def create_keypair(
        self,
        cluster: str,
        keyset: str,
        *,
        certificate: str | None = None,
        private_key: str | None = None,
        primary: bool = False,
    ) -> str:
        """Add a keypair to a keyset; see ``Engine.create_keypair``."""
        return await call(
            self._engine.create_keypair,
            cluster,
            keyset,
            certificate=certificate,
            private_key=private_key,
            primary=primary,
        )

    async def promote_keypair(
        self, cluster: str, keyset: str, id: str | None = None, *, force: bool = False
    ) -> str | None:
        """Make a keypair the primary one of its keyset; see ``Engine.promote_keypair``."""
        return await call(self._engine.promote_keypair, cluster, keyset, id, force=force)

    async def distrust_keypairs(
        self, cluster: str, keyset: str, ids: Sequence[str] | None = None, *, force: bool = False
    ) -> list[str]:
        """Distrust keypairs of a keyset; see ``Engine.distrust_keypairs``."""
        return await call(self._engine.distrust_keypairs, cluster, keyset, ids, force=force)

    async def trust_keypairs(self, cluster: str, keyset: str, ids: Sequence[str]) -> list[str]:
        """Trust keypairs of a keyset again; see ``Engine.trust_keypairs``."""
        return await call(self._engine.trust_keypairs, cluster, keyset, ids)

    async def secrets(self, cluster: str) -> list[str]:
        """Return the names of a cluster's secrets; see ``Engine.secrets``."""
        return await call(self._engine.secrets, cluster)

    async def secret(self, cluster: str, name: str) -> bytes:
        """Return the content of a secret; see ``Engine.secret``."""
        return await call(self._engine.secret, cluster, name)

    async def create_secret(self, cluster: str, name: str, content: bytes, *, replace: bool = False) -> None:
        """Store a secret; see ``Engine.create_secret``."""
        await call(self._engine.create_secret, cluster, name, content, replace=replace)

    async def delete_secret(self, cluster: str, name: str) -> None:
        """Delete a secret; see ``Engine.delete_secret``."""
        await call(self._engine.delete_secret, cluster, name)

    async def kubeconfig(
        self,
        cluster: str,
        *,
        existing: str = "",
        admin: int | None = None,
        admin_name: str | None = None,
        user: str | None = None,
        internal: bool = False,
        api_server: str | None = None,
        auth_plugin: str | None = None,
    ) -> str:
        """Return the text of a kubeconfig with a cluster in it; see ``Engine.kubeconfig``."""
        return await call(
            self._engine.kubeconfig,
            cluster,
            existing=existing,
            admin=admin,
            admin_name=admin_name,
            user=user,
            internal=internal,
            api_server=api_server,
            auth_plugin=auth_plugin,
        )

    def validate_cluster(
        self,
        spec: Spec,
        cluster: ClusterApiLike,
        *,
        timeout: float | None = None,
        count: int | None = None,
        interval: float | None = None,
    ) -> Run[types.ValidationEvent, types.Validation]:
        """Validate a running cluster, once the returned ``Run`` is awaited, entered or iterated over.

        See ``Engine.validate_cluster``.
        """
        wait: dict[str, Any] = {"timeout": timeout, "count": count, "interval": interval}
        return Run(partial(self._engine.validate_cluster, spec, cluster, **wait))

    async def instances(self, spec: Spec, cluster: ClusterApiLike | None = None) -> list[types.InstanceStatus]:
        """Return the instances of a cluster; see ``Engine.instances``."""
        return await cancellable(self._engine.instances, spec, cluster)

    async def plan_rolling_update(
        self,
        spec: Spec,
        cluster: ClusterApiLike | None = None,
        *,
        options: types.RollingUpdateOptions | None = None,
    ) -> types.RollingUpdatePlan:
        """Plan the replacement of outdated instances; see ``Engine.plan_rolling_update``."""
        return await cancellable(self._engine.plan_rolling_update, spec, cluster, options=options)

    def rolling_update(
        self,
        spec: Spec,
        cluster: ClusterApiLike | None = None,
        *,
        options: types.RollingUpdateOptions | None = None,
    ) -> Run[types.RollingUpdateEvent, types.RollingUpdateReport]:
        """Replace outdated instances, once the returned ``Run`` is awaited, entered or iterated over.

        See ``Engine.rolling_update``.
        """
        return Run(partial(self._engine.rolling_update, spec, cluster, options=options))

    async def installed_addons(self, cluster: ClusterApiLike) -> list[types.InstalledAddon]:
        """Return the addons that a cluster runs; see ``Engine.installed_addons``."""
        return await cancellable(self._engine.installed_addons, cluster)

    async def plan_addons(
        self, spec: Spec, cluster: ClusterApiLike, *, options: types.AddonOptions | None = None
    ) -> types.AddonsPlan:
        """Plan which addons of a cluster are applied; see ``Engine.plan_addons``."""
        return await cancellable(self._engine.plan_addons, spec, cluster, options=options)

    def apply_addons(
        self, spec: Spec, cluster: ClusterApiLike, *, options: types.AddonOptions | None = None
    ) -> Run[types.AddonEvent, types.AddonsReport]:
        """Apply the addons of a cluster, once the returned ``Run`` is awaited, entered or iterated over.

        See ``Engine.apply_addons``.
        """
        return Run(partial(self._engine.apply_addons, spec, cluster, options=options))

    async def dump(self, spec: Spec, cluster: ClusterApiLike | None = None) -> types.Dump:
        """Return everything of a cluster that a maintainer would ask for; see ``Engine.dump``."""
        return await cancellable(self._engine.dump, spec, cluster)

    async def groups_to_roll(self, spec: Spec) -> list[types.GroupToRoll]:
        """Return the instance groups that must be replaced before keys change; see ``Engine.groups_to_roll``."""
        return await cancellable(self._engine.groups_to_roll, spec)

    async def plan_reconcile(self, spec: Spec, cluster: ClusterApiLike) -> types.ReconcilePlan:
        """Plan the steps that bring a running cluster to its spec; see ``Engine.plan_reconcile``."""
        return await cancellable(self._engine.plan_reconcile, spec, cluster)

    def reconcile(
        self, spec: Spec, cluster: ClusterApiLike, *, options: types.ReconcileOptions | None = None
    ) -> Run[types.ReconcileEvent, types.ReconcileReport]:
        """Bring a running cluster to its spec, once the returned ``Run`` is awaited, entered or iterated over.

        See ``Engine.reconcile``.
        """
        return Run(partial(self._engine.reconcile, spec, cluster, options=options))
