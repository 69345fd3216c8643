"""The engine: plans, applies, and looks after the state store and running clusters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Literal, cast, final

from kops import _native
from kops._accounts import clock_of, native_cloud
from kops._call import Events, given, returned, wrong
from kops._clusters import cluster as _cluster
from kops._errors import ObjectRef, Report, report
from kops._keys import Keypair, keypair
from kops._native import Cancel
from kops._plans import Plan
from kops._ports import CloudLike, ClusterApiLike, StateStoreLike
from kops._specs import FullSpec, Spec
from kops._stores import open_store

if TYPE_CHECKING:
    from kops import types
else:
    from kops._later import types


@final
class Engine:
    """Clusters in one account and one state store.

    Every call blocks; ``AsyncEngine`` has the same calls for asyncio.
    """

    __slots__ = ("__weakref__", "_cloud", "_native", "_store")

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
        """Work in an account: a ``SimulatedAccount``, an ``aws.Account``, or a cloud of your own.

        Engines can be used after a fork. Where a subclass, or a test, replaced methods of an account or a state store
        of the package before, the engine calls these.

        ``store`` is a state store, one of your own, or a URL: ``file://DIR``, ``s3://BUCKET`` of the
        account, or ``memfs://``, the default: a new one in memory. ``addons`` are the manifests of addons that other
        projects publish, by their place below ``addons`` in a state store; ``file_hashes`` the SHA-256 of files that
        nodes download, by URL, beside those that the library knows; ``channels`` the texts of channels, by the
        location that specs name them by. ``clock`` is ``simulated`` where waits should take no time, as they do on
        simulated accounts, for a cloud of your own in a test.

        A cluster is locked while it is written: ``holder`` is what others read of who holds the lock, and
        ``lock_timeout`` how many seconds to wait for another writer, 0 unless set.

        Raises ``StateError``, and ``InvalidSpec`` for a channel that cannot be read.
        """
        self._cloud, self._store = cloud, store
        native = native_cloud(cloud, is_held=True)
        options: dict[str, object] = {
            "addons": addons,
            "file_hashes": file_hashes,
            "channels": channels,
            "clock": clock or clock_of(cloud),
        }
        options |= {"holder": holder, "lock_timeout": lock_timeout}
        self._native = _native.Engine(native, open_store(store, cloud, native), given(options))

    def _call(self, name: str, /, *, contents: Sequence[bytes] = (), **arguments: object) -> Any:  # noqa: ANN401
        return returned(self._native.call(name, given(arguments, contents)))

    def _run(self, name: str, /, events: Events | None, cancel: Cancel | None, **arguments: object) -> Any:  # noqa: ANN401
        if events is not None and not callable(events):
            raise wrong("events", "a function", events)
        if iscoroutinefunction(events):
            raise TypeError("argument 'events': expected a function that is no coroutine function: nothing awaits it")
        if cancel is not None and not isinstance(cancel, Cancel):
            raise wrong("cancel", "a kops.Cancel", cancel)
        return returned(self._native.run(name, given(arguments), events, cancel))

    # Planning

    def check(self, spec: Spec) -> FullSpec:
        """Look up what a spec needs to know of the world, fill in its defaults and check it.

        Raises ``InvalidSpec`` with everything that is wrong, and ``CloudError``.
        """
        return cast(FullSpec, self._call("check", spec=spec))

    def facts(self, spec: Spec) -> types.Facts:
        """Return what a spec needs to know of the world. The spec need not be valid.

        Raises ``CloudError``.
        """
        return cast("types.Facts", self._call("facts", spec=spec))

    def facts_to_render(self, spec: Spec) -> types.Facts:
        """Return everything that ``terraform_offline`` takes of the account and the published files.

        Raises ``CloudError`` and ``StateError``.
        """
        return cast("types.Facts", self._call("facts_to_render", spec=spec))

    def graph(self, spec: Spec) -> types.Graph:
        """Return the graph of what the cluster is made of, as Python values.

        Raises as ``check``.
        """
        return cast("types.Graph", self._call("graph", spec=spec))

    def terraform(
        self,
        spec: Spec,
        *,
        create_keys: bool = False,
        previous: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """Return the cluster as files for Terraform, by their path.

        The objects of the state store are among them where that is in S3. ``create_keys`` creates the keysets and
        secrets that the state store lacks, as kops does; without it what the files need of them becomes variables.
        With the ``previous`` files, subnets that had another name in them are moved, and autoscaling groups leave the
        load balancers and target groups that they had in them and have not any more.

        Raises as ``check``, and ``StateError``.
        """
        files = self._call("terraform", spec=spec, create_keys=create_keys, previous=previous)
        return cast("dict[str, str]", files)

    def new_cluster(self, options: types.ClusterOptions) -> Spec:
        """Make a cluster with its instance groups of options, as ``kops create cluster --dry-run`` does.

        Nothing is written anywhere: ``create`` stores what ``in_store`` gives a place.

        Raises ``InvalidSpec`` with everything that is wrong with the options, and ``CloudError``.
        """
        return cast(Spec, self._call("new_cluster", options=options))

    def plan(
        self,
        spec: Spec,
        *,
        prune: bool = False,
        allow: Sequence[str] | None = None,
        instance_groups: Sequence[str] | None = None,
        roles: Sequence[types.InstanceGroupRole] | None = None,
    ) -> Plan:
        """Plan what would change in the account. Nothing is written anywhere.

        ``prune`` also deletes what the cluster owns and no longer wants although something may run on it; ``allow``
        names the resources whose dangerous steps are allowed, ``*`` for all. With ``instance_groups`` or ``roles``,
        other instance groups stay as they are; where both are given, a group must fit both.

        Raises ``InvalidSpec``, ``PlanningFailed``, ``CloudError`` or ``StateError``.
        """
        groups: dict[str, Any] = {"instance_groups": instance_groups, "roles": roles}
        return cast(Plan, self._call("plan", spec=spec, prune=prune, allow=allow, **groups))

    def plan_deletion(self, spec: Spec, *, allow: Sequence[str] | None = None) -> Plan:
        """Plan the deletion of everything that a cluster owns. Nothing is written anywhere.

        Persistent volumes and their snapshots are retained and named in the plan; ``allow`` names those that are
        deleted too, ``*`` for all.

        Raises ``PlanningFailed``, ``CloudError`` or ``StateError``.
        """
        return cast(Plan, self._call("plan_deletion", spec=spec, allow=allow))

    def plan_set(
        self,
        text: str,
        *,
        name: str = "-",
        set: str = "default",
        prune: bool = False,
        allow: Sequence[str] | None = None,
        store_url: str | None = None,
    ) -> types.SetPlan:
        """Plan what would make the clusters and instance groups of a set what a YAML or JSON text says.

        Nothing is written anywhere.

        What left the set since it was applied last is named in the plan; ``prune`` deletes it, and what clusters own
        and no longer need. Objects of other sets, or of none, are not touched. ``allow`` is as in ``plan``;
        ``store_url`` is the state store of clusters that do not set ``configBase``; ``name`` is the file's name in
        errors.

        Raises ``InvalidSpec`` also where objects are in another set or region or protected, or where nothing is given
        and ``prune`` is set, ``NoCluster``, ``PlanningFailed``, ``CloudError`` or ``StateError``.
        """
        plan = self._call(
            "plan_set", text=text, name=name, set=set, prune=prune, allow=allow or (), store_url=store_url
        )
        return cast("types.SetPlan", plan)

    def apply_set(
        self,
        plan: types.SetPlan,
        *,
        parallel: int | None = None,
        ready_within: float | None = None,
        grace: float | None = None,
        events: Callable[[types.SetEvent], object] | None = None,
        cancel: Cancel | None = None,
    ) -> types.SetReport:
        """Apply the plan of a set, cluster by cluster, and store its objects. Planning and applying again continues.

        The arguments are as in ``apply``; ``events`` is also told the cluster.

        Raises ``InvalidPlan`` where the plan was edited and ``PlanTargetMismatch``, both before the first change, and
        ``ApplySetIncomplete`` where a cluster failed: its ``report`` has the clusters that were done before, its
        ``error`` is what ``replace`` or ``apply`` raises.
        """
        options = {"parallel": parallel, "ready_within": ready_within, "grace": grace}
        return cast("types.SetReport", self._run("apply_set", events, cancel, plan=plan, **options))

    def plan_instance_group_deletion(self, spec: Spec, instance_group: str) -> Plan:
        """Plan the deletion of an instance group in the account, and of nothing else. Nothing is written anywhere.

        Once the plan was applied, ``forget_instance_group`` deletes the group from the state store.

        Raises ``InvalidSpec`` where the cluster has no such group or needs it, ``PlanningFailed``, ``CloudError`` or
        ``StateError``.
        """
        return cast(Plan, self._call("plan_instance_group_deletion", spec=spec, instance_group=instance_group))

    def preflight(self, plan: Plan) -> types.Preflight:
        """Check whether the account has what a plan needs: quotas, free addresses, permissions. Nothing is written.

        ``apply`` does not do this by itself. What the account lacks has the result ``failed``; what could not be read
        has ``not-checked``.

        Raises ``PlanTargetMismatch`` or ``CloudError``.
        """
        return cast("types.Preflight", self._call("preflight", plan=plan))

    def preflight_set(self, plan: types.SetPlan) -> types.SetPreflight:
        """Check whether the account has what the plan of a set needs. Nothing is written.

        ``clusters`` has each cluster by itself, as ``preflight`` checks it, and ``together`` what several of them need
        of the same quotas and of the same subnets that exist.

        Raises ``InvalidPlan`` where the plan was edited, ``PlanTargetMismatch`` or ``CloudError``.
        """
        return cast("types.SetPreflight", self._call("preflight_set", plan=plan))

    def plan_upgrade(
        self, spec: Spec, *, channel: str | None = None, kubernetes_version: str | None = None
    ) -> types.Upgrade:
        """Plan the upgrade of a spec to what its channel recommends. Nothing is written.

        The result has the changes, notes on what stays, and the upgraded spec as YAML, which ``replace`` takes.

        Raises ``InvalidSpec`` where the version is none, and ``CloudError``.
        """
        upgrade = self._call("plan_upgrade", spec=spec, channel=channel, kubernetes_version=kubernetes_version)
        return cast("types.Upgrade", upgrade)

    def new_instance_group(
        self,
        spec: Spec,
        name: str,
        *,
        role: types.InstanceGroupRole | None = None,
        subnets: Sequence[str] | None = None,
        zones: Sequence[str] | None = None,
    ) -> types.InstanceGroup:
        """Make an instance group for a cluster, with its size, subnets, image and instance type written out.

        ``role`` is ``Node`` unless set; ``subnets`` are names of the spec, ``zones`` add the subnets in them. Nothing
        is written: ``create`` takes it as text, ``Spec.of`` as it is.

        Raises ``InvalidSpec`` with everything that is wrong, and ``CloudError``.
        """
        made = self._call("new_instance_group", spec=spec, name=name, role=role, subnets=subnets, zones=zones)
        return cast("types.InstanceGroup", made)

    def apply(
        self,
        plan: Plan,
        *,
        parallel: int | None = None,
        ready_within: float | None = None,
        grace: float | None = None,
        events: Callable[[types.Event], object] | None = None,
        cancel: Cancel | None = None,
    ) -> Report:
        """Apply a plan.

        ``parallel`` is how many steps may run at once, 16 unless set. ``ready_within`` is how many seconds a resource
        may take to become ready, 600 unless set. ``grace`` is how many seconds a stopped run waits for calls that are
        under way, 10 unless set. ``events`` is called with each event, between two calls to the account; ``cancel``
        stops the run.

        Raises ``PlanTargetMismatch``, ``PlanStale``, ``PlanNotAllowed`` or ``InvalidPlan`` before the first change,
        and ``ApplyIncomplete`` where not every step was done. Planning again shows what is left. Ctrl-C stops the run
        and raises ``Interrupted``, with the report; what ``events`` raises stops it too.
        """
        options = {"parallel": parallel, "ready_within": ready_within, "grace": grace}
        return report(self._run("apply", events, cancel, plan=plan, **options))

    # The state store

    def clusters(self) -> list[str]:
        """Return the names of all clusters in the state store, sorted.

        Raises ``StateError``.
        """
        return cast("list[str]", self._call("clusters"))

    def load(self, cluster: str) -> Spec:
        """Read a cluster from the state store, as it was stored.

        Raises ``NoCluster``, ``StateError``, or ``InvalidSpec`` where what is stored cannot be read.
        """
        return cast(Spec, self._call("load", cluster=cluster))

    def create(self, text: str, *, name: str = "-") -> list[ObjectRef]:
        """Add the objects of a YAML or JSON text to the state store. ``name`` is the file's name in errors.

        Raises ``InvalidSpec``, ``WriteError`` or ``StateError``; then nothing is written.
        """
        return [ObjectRef(**item) for item in self._call("create", text=text, name=name)]

    def replace(self, text: str, *, name: str = "-", create_missing: bool = False) -> list[ObjectRef]:
        """Replace objects of the state store by those of a YAML or JSON text.

        ``create_missing`` also adds those that are not there; ``name`` is the file's name in errors.

        Raises ``InvalidSpec``, ``WriteError`` or ``StateError``; then nothing is written.
        """
        replaced = self._call("replace", text=text, name=name, create_missing=create_missing)
        return [ObjectRef(**item) for item in replaced]

    def edit(
        self,
        cluster: str,
        *,
        instance_group: str | None = None,
        set: Sequence[str] | None = None,
        unset: Sequence[str] | None = None,
    ) -> ObjectRef:
        """Unset and set fields of a stored cluster or instance group, by their paths: ``spec.kubelet.maxPods=200``.

        Raises ``InvalidSpec`` with everything that is wrong, ``NoCluster``, ``WriteError``, ``CloudError`` or
        ``StateError``; then nothing is written.
        """
        edited = self._call("edit", cluster=cluster, instance_group=instance_group, set=set, unset=unset)
        return ObjectRef(**edited)

    def forget(self, cluster: str) -> int:
        """Delete everything that the state store holds of a cluster, the last act of its deletion.

        Returns how many objects that were. Raises ``StateError``, also where the store holds objects that are not
        kops's.
        """
        return cast(int, self._call("forget", cluster=cluster))

    def forget_instance_group(self, cluster: str, instance_group: str) -> None:
        """Delete an instance group from the state store.

        Raises ``WriteError`` where it is not there, and ``StateError``.
        """
        self._call("forget_instance_group", cluster=cluster, instance_group=instance_group)

    def delete_ssh_keys(self, cluster: str) -> int:
        """Delete the public SSH keys of a cluster from the state store, and return how many there were.

        ``create`` adds one, as an object ``SSHCredential``. Raises ``StateError``.
        """
        return cast(int, self._call("delete_ssh_keys", cluster=cluster))

    def lock(self, cluster: str) -> types.ClusterLock | None:
        """Return the lock of a cluster, or ``None`` where it is free.

        Raises ``StateError``.
        """
        return cast("types.ClusterLock | None", self._call("lock", cluster=cluster))

    def unlock(self, cluster: str) -> types.ClusterLock | None:
        """Take the lock of a cluster away from its holder, and return what it was: for a holder that no longer runs.

        Raises ``StateError``.
        """
        return cast("types.ClusterLock | None", self._call("unlock", cluster=cluster))

    # Keys, secrets and kubeconfigs

    def keypairs(self, cluster: str, keyset: str | None = None) -> list[Keypair]:
        """Return the keypairs of a cluster, of all keysets or of one. Private keys are never part of them.

        Raises ``NoCluster``, ``KeysetError`` or ``StateError``.
        """
        return [keypair(item) for item in self._call("keypairs", cluster=cluster, keyset=keyset)]

    def create_keypair(
        self,
        cluster: str,
        keyset: str,
        *,
        certificate: str | None = None,
        private_key: str | None = None,
        primary: bool = False,
    ) -> str:
        """Add a keypair to a keyset and return its id. The arguments are PEM texts; what is missing is made.

        Raises ``NoCluster``, ``KeysetError`` or ``StateError``; then nothing is written.
        """
        pair: dict[str, Any] = {"certificate": certificate, "private_key": private_key, "primary": primary}
        return cast(str, self._call("create_keypair", cluster=cluster, keyset=keyset, **pair))

    def promote_keypair(self, cluster: str, keyset: str, id: str | None = None, *, force: bool = False) -> str | None:
        """Make a keypair the primary one of its keyset, which signs, and return its id.

        Without an id it is the newest that can be used, and ``None`` is returned where that is the primary one
        already. It is refused with a ``KeysetError`` of the kind ``not-rolled-out`` where ``groups_to_roll`` finds
        instance groups that do not have the keys of the state store yet; ``force`` continues anyway, which may cut off
        instances.

        Raises ``NoCluster``, ``KeysetError`` or ``StateError``, and without ``force`` also what ``groups_to_roll``
        raises; then nothing is written.
        """
        return cast("str | None", self._call("promote_keypair", cluster=cluster, keyset=keyset, id=id, force=force))

    def distrust_keypairs(
        self, cluster: str, keyset: str, ids: Sequence[str] | None = None, *, force: bool = False
    ) -> list[str]:
        """Distrust keypairs of a keyset and return the ids of those that were trusted.

        Without ids they are all that are older than the primary one. It is refused as ``promote_keypair`` is.

        Raises as ``promote_keypair``; then nothing is written.
        """
        return cast("list[str]", self._call("distrust_keypairs", cluster=cluster, keyset=keyset, ids=ids, force=force))

    def trust_keypairs(self, cluster: str, keyset: str, ids: Sequence[str]) -> list[str]:
        """Trust keypairs of a keyset again and return the ids of those that were distrusted.

        Raises ``NoCluster``, ``KeysetError`` or ``StateError``; then nothing is written.
        """
        return cast("list[str]", self._call("trust_keypairs", cluster=cluster, keyset=keyset, ids=ids))

    def secrets(self, cluster: str) -> list[str]:
        """Return the names of a cluster's secrets.

        Raises ``NoCluster`` or ``StateError``.
        """
        return cast("list[str]", self._call("secrets", cluster=cluster))

    def secret(self, cluster: str, name: str) -> bytes:
        """Return the content of a secret.

        Raises ``NoCluster``, ``SecretError`` or ``StateError``.
        """
        return cast(bytes, self._call("secret", cluster=cluster, name=name))

    def create_secret(self, cluster: str, name: str, content: bytes, *, replace: bool = False) -> None:
        """Store a secret: encryptionconfig, ciliumpassword, dockerconfig. ``replace`` replaces one that is there.

        Raises ``NoCluster``, ``SecretError`` or ``StateError``; then nothing is written.
        """
        if not isinstance(content, (bytes, bytearray, memoryview)):
            raise TypeError(f"argument 'content': expected bytes, not '{type(content).__name__}'")
        self._call("create_secret", cluster=cluster, name=name, contents=[bytes(content)], replace=replace)

    def delete_secret(self, cluster: str, name: str) -> None:
        """Delete a secret.

        Raises ``NoCluster``, ``SecretError`` or ``StateError``.
        """
        self._call("delete_secret", cluster=cluster, name=name)

    def kubeconfig(
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
        """Return the text of a kubeconfig with a cluster in it, whose context is the current one.

        What ``existing``, the text of a kubeconfig, has of others stays.

        ``admin`` adds a certificate of an administrator that is valid for so many seconds; ``admin_name`` is whom it
        is for. ``user`` names a user of ``existing``; ``internal`` uses the API's name inside the VPC; ``api_server``
        is a URL to use; ``auth_plugin`` is the URL of the state store that ``kubectl`` gets credentials from.

        Raises ``NoCluster``, ``KeysetError``, ``KubeconfigError``, ``CloudError`` or ``StateError``.
        """
        text = self._call(
            "kubeconfig",
            cluster=cluster,
            existing=existing,
            admin=admin,
            admin_name=admin_name,
            user=user,
            internal=internal,
            api_server=api_server,
            auth_plugin=auth_plugin,
        )
        return cast(str, text)

    # Running clusters

    def validate_cluster(
        self,
        spec: Spec,
        cluster: ClusterApiLike,
        *,
        timeout: float | None = None,
        count: int | None = None,
        interval: float | None = None,
        events: Callable[[types.ValidationEvent], object] | None = None,
        cancel: Cancel | None = None,
    ) -> types.Validation:
        """Validate a running cluster. What is wrong with it is in the result, whose failures may be none.

        It is tried once, or for ``timeout`` seconds until ``count`` attempts in a row, 1 unless set, find it healthy,
        with ``interval`` seconds in between, 10 unless set. A failure that cannot heal ends the wait. ``events`` is
        called with what came of each attempt; ``cancel`` ends the wait with ``asyncio.CancelledError``.

        Raises ``CloudError`` and ``ClusterApiError`` where the account or the cluster cannot be asked.
        """
        wait: dict[str, Any] = {"timeout": timeout, "count": count, "interval": interval}
        ran = self._run("validate_cluster", events, cancel, spec=spec, cluster=_cluster(cluster), **wait)
        return cast("types.Validation", ran)

    def instances(self, spec: Spec, cluster: ClusterApiLike | None = None) -> list[types.InstanceStatus]:
        """Return the instances of a cluster, joined with its nodes where ``cluster`` is given.

        Raises ``CloudError`` and ``ClusterApiError``.
        """
        found = self._call("instances", spec=spec, cluster=_cluster(cluster))
        return cast("list[types.InstanceStatus]", found)

    def plan_rolling_update(
        self,
        spec: Spec,
        cluster: ClusterApiLike | None = None,
        *,
        options: types.RollingUpdateOptions | None = None,
    ) -> types.RollingUpdatePlan:
        """Plan the replacement of a cluster's outdated instances. Nothing is changed.

        Without ``cluster`` it is not known which instances are nodes, and which pods cannot be evicted now.

        Raises ``CloudError`` and ``ClusterApiError``, and ``KopsError`` for an instance group that is not there.
        """
        plan = self._call("plan_rolling_update", spec=spec, cluster=_cluster(cluster), **(options or {}))
        return cast("types.RollingUpdatePlan", plan)

    def rolling_update(
        self,
        spec: Spec,
        cluster: ClusterApiLike | None = None,
        *,
        options: types.RollingUpdateOptions | None = None,
        events: Callable[[types.RollingUpdateEvent], object] | None = None,
        cancel: Cancel | None = None,
    ) -> types.RollingUpdateReport:
        """Replace the outdated instances of a cluster: bastions, then the control plane one by one, then the nodes.

        Each is drained before it is terminated, and the next follows when the cluster is healthy. With the option
        ``instances``, ids of instances or names of nodes, it deletes these, as ``kops delete instance`` does. Without
        ``cluster`` instances are terminated as they are, and only the autoscaling groups are waited for. ``events``
        is called with what happens; ``cancel`` stops the run. A run that was stopped is continued by the next one.
        What failed is in the report.

        Raises ``KopsError`` for an instance group that is not there, and where ``cluster`` is another one. Ctrl-C stops
        the run and raises ``Interrupted``, with the report.
        """
        options = options or {}
        ran = self._run("rolling_update", events, cancel, spec=spec, cluster=_cluster(cluster), **options)
        return cast("types.RollingUpdateReport", ran)

    def installed_addons(self, cluster: ClusterApiLike) -> list[types.InstalledAddon]:
        """Return the addons that a cluster runs, as annotations of its namespaces say. Raises ``ClusterApiError``."""
        found = self._call("installed_addons", cluster=_cluster(cluster))
        return cast("list[types.InstalledAddon]", found)

    def plan_addons(
        self, spec: Spec, cluster: ClusterApiLike, *, options: types.AddonOptions | None = None
    ) -> types.AddonsPlan:
        """Plan which addons of a cluster are applied: those that the state store has in another version.

        Nothing is changed. The control plane applies them by itself, within about a minute after an update. Lists and
        manifests that cannot be read are in the plan's ``failed``.

        Raises ``KopsError`` for the name of an addon that there is not, and where ``cluster`` is another one;
        ``CloudError``, ``StateError`` and ``ClusterApiError``.
        """
        plan = self._call("plan_addons", spec=spec, cluster=_cluster(cluster), **(options or {}))
        return cast("types.AddonsPlan", plan)

    def apply_addons(
        self,
        spec: Spec,
        cluster: ClusterApiLike,
        *,
        options: types.AddonOptions | None = None,
        events: Callable[[types.AddonEvent], object] | None = None,
        cancel: Cancel | None = None,
    ) -> types.AddonsReport:
        """Apply the addons of ``plan_addons``, as the control plane does, and delete objects that left them.

        With the option ``timeout``, in seconds, everything is waited for until it runs, and the API server until it
        answers. ``events`` is called with what
        happens; ``cancel`` ends the run with ``asyncio.CancelledError``. What failed is in the report; the next run
        continues.

        Raises as ``plan_addons``.
        """
        ran = self._run("apply_addons", events, cancel, spec=spec, cluster=_cluster(cluster), **(options or {}))
        return cast("types.AddonsReport", ran)

    def dump(self, spec: Spec, cluster: ClusterApiLike | None = None) -> types.Dump:
        """Return everything of a cluster that a maintainer would ask for, without secrets.

        That is its spec, the resources of the account, the instances with their nodes, and the pods. It is for
        clusters in trouble: what cannot be read is listed in ``missing``, and the spec need not be valid. Without
        ``cluster`` there are no nodes and pods.
        """
        return cast("types.Dump", self._call("dump", spec=spec, cluster=_cluster(cluster)))

    def groups_to_roll(self, spec: Spec) -> list[types.GroupToRoll]:
        """Return the instance groups that must be replaced before a keypair can be promoted or distrusted safely.

        Instances get keys when they boot: a keypair that signs before all trust it, or that is distrusted while some
        still sign with its predecessor, cuts them off.

        Raises as ``plan``.
        """
        return cast("list[types.GroupToRoll]", self._call("groups_to_roll", spec=spec))

    def plan_reconcile(self, spec: Spec, cluster: ClusterApiLike) -> types.ReconcilePlan:
        """Plan the steps that bring a running cluster to its spec, as ``kops reconcile cluster`` takes them.

        There are several passes where the spec is several minor versions of Kubernetes ahead. Nothing is changed.

        Raises ``InvalidSpec``, also where Kubernetes cannot go back to the version, ``CloudError`` and
        ``ClusterApiError``, and ``KopsError`` while instances of the control plane are not nodes yet.
        """
        return cast("types.ReconcilePlan", self._call("plan_reconcile", spec=spec, cluster=_cluster(cluster)))

    def reconcile(
        self,
        spec: Spec,
        cluster: ClusterApiLike,
        *,
        options: types.ReconcileOptions | None = None,
        events: Callable[[types.ReconcileEvent], object] | None = None,
        cancel: Cancel | None = None,
    ) -> types.ReconcileReport:
        """Run the steps of ``plan_reconcile``.

        The control plane is updated, waited for and replaced, then the nodes; in the end what the cluster no longer
        needs is deleted. ``events`` is called with what happens; ``cancel`` stops the run. A run that was stopped is
        continued by the next one. What failed is in the report, also where nodes that were not replaced are too old
        for the next version of the control plane.

        Raises as ``plan_reconcile``, before anything is done, but waits for instances of the control plane first.
        Ctrl-C stops the run and raises ``Interrupted``, with the report.
        """
        ran = self._run("reconcile", events, cancel, spec=spec, cluster=_cluster(cluster), **(options or {}))
        return cast("types.ReconcileReport", ran)
