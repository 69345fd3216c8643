"""Code that type checkers accept."""

from collections.abc import Sequence

import kops
from kops import types


def fields(plan: kops.Plan) -> list[str]:
    found: list[str] = []
    for step in plan.to_dict()["steps"]:
        action = step["action"]
        if action["do"] == "update":
            found.extend(change["field"] for change in action["changes"])
        elif action["do"] == "create" and action["desired"]["kind"] == "subnet":
            found.append(action["desired"]["fields"].get("zone", ""))
    return found


def progress(event: types.Event) -> str:
    match event["event"]:
        case "started" | "retrying" | "waiting" | "finished" | "waiting-for-lock":
            return "runs"
        case "failed":
            return event["error"]["message"]
        case "ended":
            return f"{len(event['report']['done'])} done"


def reason(error: types.ErrorData) -> str:
    if error["name"] == "CloudError":
        return error["fields"]["kind"]
    return error["message"]


SPEC = types.Cluster(
    metadata={"name": "a.example.com"},
    spec={
        "kubernetesVersion": "1.35.5",
        "subnets": [{"name": "a", "type": "Private", "zone": "us-east-2a"}],
        "rollingUpdate": {"maxSurge": "25%"},
    },
)

PARTS = kops.Spec.of(cluster=SPEC, groups=[{"metadata": {"name": "nodes"}, "spec": {"role": "Node"}}])
AGAIN = kops.Spec.of(**PARTS.to_dict())


def with_batch(engine: kops.Engine, spec: kops.Spec) -> kops.Spec:
    parts = spec.to_dict()
    return kops.Spec.of(cluster=parts["cluster"], groups=[*parts["groups"], engine.new_instance_group(spec, "batch")])


NEW = kops.new_cluster_offline({"name": "a.example.com", "zones": ["us-east-2a"], "networking": "calico"})


class Slow:
    def __init__(self, inner: kops.SimulatedAccount) -> None:
        self.inner = inner

    def facts(self, query: types.FactsQuery) -> types.Facts:
        return self.inner.facts(query)

    async def observe(self, scope: types.Scope) -> types.Snapshot:
        return self.inner.observe(scope)

    async def execute(self, step: types.BoundStep) -> types.Outcome:
        raise kops.CloudError("slow down", kind="throttled", operation="CreateVpc")

    def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return self.inner.probe(kind, id)


class Forwarding:
    def __init__(self, inner: kops.Cloud) -> None:
        self.inner = inner

    def facts(self, query: types.FactsQuery) -> types.Facts:
        return self.inner.facts(query)

    def observe(self, scope: types.Scope) -> types.Snapshot:
        return self.inner.observe(scope)

    def execute(self, step: types.BoundStep) -> types.Outcome:
        return self.inner.execute(step)

    def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return self.inner.probe(kind, id)


class AsyncForwarding:
    def __init__(self, inner: kops.AsyncCloudWithInstances) -> None:
        self.inner = inner

    async def facts(self, query: types.FactsQuery) -> types.Facts:
        return await self.inner.facts(query)

    async def observe(self, scope: types.Scope) -> types.Snapshot:
        return await self.inner.observe(scope)

    async def execute(self, step: types.BoundStep) -> types.Outcome:
        return await self.inner.execute(step)

    async def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return await self.inner.probe(kind, id)

    async def open_bucket(self, name: str) -> kops.AsyncStateStore:
        return AsyncForwardingStore(await self.inner.open_bucket(name))


class AsyncForwardingStore:
    def __init__(self, inner: kops.AsyncStateStore) -> None:
        self.inner = inner

    async def get(self, key: str) -> kops.Versioned | None:
        return await self.inner.get(key)

    async def put(self, key: str, value: bytes, mode: types.PutMode) -> str:
        return await self.inner.put(key, value, mode)

    async def delete(self, key: str, mode: types.DeleteMode) -> None:
        await self.inner.delete(key, mode)

    async def list(self, prefix: str) -> Sequence[str]:
        return await self.inner.list(prefix)


class AsyncForwardingCluster:
    def __init__(self, inner: kops.AsyncClusterApi) -> None:
        self.inner = inner

    async def addresses(self) -> list[str]:
        return await self.inner.addresses()

    async def nodes(self) -> list[types.Node]:
        return await self.inner.nodes()

    async def pods(self, query: types.PodQuery) -> list[types.Pod]:
        return await self.inner.pods(query)

    async def budgets(self) -> list[types.Budget]:
        return await self.inner.budgets()

    async def change_node(self, node: str, change: types.NodeChange) -> None:
        await self.inner.change_node(node, change)

    async def evict(self, pod: types.PodId) -> types.Eviction:
        return await self.inner.evict(pod)


async def forwarded(account: kops.SimulatedAccount, spec: kops.Spec) -> types.Validation:
    blocking = kops.Engine(Forwarding(Forwarding(account)))
    cluster = kops.SimulatedCluster(account, blocking.plan(spec).cluster)
    cloud, store = kops.AsyncAccount(account), AsyncForwardingStore(kops.AsyncStore(kops.MemoryStore()))
    engine = kops.AsyncEngine(AsyncForwarding(cloud), store=store)
    return await engine.validate_cluster(spec, AsyncForwardingCluster(kops.AsyncCluster(cluster)))


def engine(account: kops.SimulatedAccount) -> kops.Engine:
    return kops.Engine(Slow(account), store=kops.MemoryStore())


class Living(Slow):
    def instances(self, cluster: str) -> list[types.RunningGroup]:
        return self.inner.instances(cluster)


def replaced(account: kops.SimulatedAccount, spec: kops.Spec) -> list[str]:
    cluster = kops.SimulatedCluster(account, spec.name, workloads=[{"name": "web", "replicas": 3, "minAvailable": 2}])
    working = kops.Engine(Living(account), clock="simulated")
    if working.validate_cluster(spec, cluster, timeout=60)["failures"]:
        return []
    report = working.rolling_update(spec, cluster, options={"force": True, "roles": ["Node"]})
    return [group["instanceGroup"] for group in report["groups"] if group["result"] == "finished"]


def reconciled(account: kops.SimulatedAccount, spec: kops.Spec) -> str:
    cluster, engine = kops.SimulatedCluster(account, spec.name), kops.Engine(account)
    options: types.ReconcileOptions = {"rollingUpdate": {"parallel": 4}, "allow": ["*"]}

    def tell(event: types.ReconcileEvent) -> None:
        if event["event"] == "rolling-update" and event["what"]["event"] == "terminated":
            print(event["what"]["instance"])

    report = engine.reconcile(spec, cluster, options=options, events=tell)
    failure = report["failure"]
    return "" if failure is None else failure["reason"]


class Publishing:
    def put_public(self, key: str, value: bytes, mode: types.PutMode) -> str:
        return key if mode["when"] == "missing" else ""

    async def is_public(self, key: str) -> bool:
        return bool(key)
