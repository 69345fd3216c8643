"""Clouds and state stores in Python: they keep their promises behind the border, and so do their errors."""

from __future__ import annotations

import asyncio
import bisect
import gc
import hashlib
import json
import weakref
from collections.abc import Callable, Sequence
from typing import Any
from unittest import mock

import kops
import pytest
from kops import testing, types
from test_kops import ACCOUNT, SPEC


class Wrapped:
    """A cloud that passes calls on."""

    def __init__(self, inner: kops.SimulatedAccount) -> None:
        self.inner = inner
        self.calls: list[str] = []

    def facts(self, query: types.FactsQuery) -> types.Facts:
        self.calls.append("facts")
        return self.inner.facts(query)

    def observe(self, scope: types.Scope) -> types.Snapshot:
        self.calls.append("observe")
        return self.inner.observe(scope)

    def execute(self, step: types.BoundStep) -> types.Outcome:
        self.calls.append(step["action"]["do"])
        return self.inner.execute(step)

    def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return self.inner.probe(kind, id)


class Asynchronous:
    """The same with coroutines, and how many of them ran at once."""

    def __init__(self, inner: kops.SimulatedAccount) -> None:
        self.inner = inner
        self.running = self.most = 0

    async def facts(self, query: types.FactsQuery) -> types.Facts:
        return self.inner.facts(query)

    async def observe(self, scope: types.Scope) -> types.Snapshot:
        return self.inner.observe(scope)

    async def execute(self, step: types.BoundStep) -> types.Outcome:
        self.running += 1
        self.most = max(self.most, self.running)
        for _ in range(5):
            await asyncio.sleep(0)
        self.running -= 1
        return self.inner.execute(step)

    async def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return self.inner.probe(kind, id)


class Forwarding:
    """A cloud that awaits another one."""

    def __init__(self, inner: kops.AsyncCloud) -> None:
        self.inner = inner
        self.asked = 0

    async def facts(self, query: types.FactsQuery) -> types.Facts:
        self.asked += 1
        return await self.inner.facts(query)

    async def observe(self, scope: types.Scope) -> types.Snapshot:
        return await self.inner.observe(scope)

    async def execute(self, step: types.BoundStep) -> types.Outcome:
        return await self.inner.execute(step)

    async def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return await self.inner.probe(kind, id)


class ForwardingStore:
    """A state store that awaits another one."""

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


class Objects:
    """A state store in a dictionary."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def version(self, key: str) -> str | None:
        return hashlib.sha256(self.objects[key]).hexdigest() if key in self.objects else None

    def check(self, key: str, mode: types.PutMode | types.DeleteMode) -> None:
        if mode["when"] == "missing" and key in self.objects:
            raise kops.StateError("it exists", kind="conflict", key=key)
        if mode["when"] == "unchanged" and mode["version"] != self.version(key):
            raise kops.StateError("it changed", kind="conflict", key=key)

    def get(self, key: str) -> kops.Versioned | None:
        version = self.version(key)
        return None if version is None else kops.Versioned(self.objects[key], version)

    def put(self, key: str, value: bytes, mode: types.PutMode) -> str:
        self.check(key, mode)
        self.objects[key] = value
        return hashlib.sha256(value).hexdigest()

    async def delete(self, key: str, mode: types.DeleteMode) -> None:
        self.check(key, mode)
        self.objects.pop(key, None)

    def list(self, prefix: str) -> list[str]:
        found: list[str] = []
        for key in self.objects:
            if not prefix or key == prefix or key.startswith(f"{prefix}/"):
                bisect.insort(found, key)
        return found


class ReadOnlyAccount(kops.SimulatedAccount):
    """An account of the package with a method of the caller's."""

    def execute(self, step: types.BoundStep) -> types.Outcome:
        raise kops.CloudError("read only", kind="denied")


class ReadOnlyRecorder(testing.Recorder):
    """A recorder that lets nothing through."""

    def execute(self, step: types.BoundStep) -> types.Outcome:
        raise kops.CloudError("read only", kind="denied")


class Audited(kops.MemoryStore):
    """A state store of the package that counts what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def put(self, key: str, value: bytes, mode: types.PutMode) -> str:
        self.written.append(key)
        return super().put(key, value, mode)


class Watched(kops.SimulatedCluster):
    """A cluster of the package that counts how often its nodes are listed."""

    listed = 0

    def nodes(self) -> list[types.Node]:
        self.listed += 1
        return super().nodes()


@pytest.mark.parametrize(
    "account",
    [
        ReadOnlyAccount.from_json(ACCOUNT),
        ReadOnlyRecorder(kops.SimulatedAccount.from_json(ACCOUNT)),
        testing.record(ReadOnlyAccount.from_json(ACCOUNT)),
        kops.AsyncAccount(ReadOnlyAccount.from_json(ACCOUNT)),
    ],
    ids=["subclass", "recorder", "recorded", "asyncio"],
)
def test_a_method_that_replaces_one_of_an_account_is_called(account: kops.CloudLike) -> None:
    engine, spec = kops.Engine(account), kops.load(SPEC)
    plan = engine.plan(spec)
    with pytest.raises(kops.ApplyIncomplete, match="read only") as caught:
        engine.apply(plan)
    errors = [failure.error for failure in caught.value.failed]
    assert {error.kind for error in errors if isinstance(error, kops.CloudError)} == {"denied"}
    assert len(kops.Engine(account).plan(spec)) == len(plan)


def test_a_method_that_a_test_puts_in_place_of_one_of_an_account_is_called() -> None:
    # Fails once for each step, which is tried again at once, as an account that is simulated has no time to wait for.
    account, tried = kops.SimulatedAccount.from_json(ACCOUNT), set[str]()
    execute = kops.SimulatedAccount.execute

    def flaky(self: kops.SimulatedAccount, step: types.BoundStep) -> types.Outcome:
        text = json.dumps(step)
        if text not in tried:
            tried.add(text)
            raise kops.CloudError("slow down", kind="throttled")
        return execute(self, step)

    spec = kops.load(SPEC)
    with mock.patch.object(kops.SimulatedAccount, "execute", flaky):
        engine = kops.Engine(account)
        plan = engine.plan(spec)
        assert len(engine.apply(plan).done) == len(plan)
    assert len(tried) > 50


def test_methods_that_replace_those_of_a_store_or_a_cluster_are_called() -> None:
    account, store, spec = kops.SimulatedAccount.from_json(ACCOUNT), Audited(), kops.load(SPEC)
    engine = kops.Engine(account, store=store)
    engine.create(spec.in_store("memfs://x").to_yaml())
    assert "demo.kube.example.com/config" in store.written
    assert engine.clusters() == [spec.name]
    engine.apply(engine.plan(spec))
    cluster = Watched(account, spec.name)
    assert len(engine.instances(spec, cluster)) > 0
    assert cluster.listed > 0


def test_an_account_with_a_method_of_the_callers_still_opens_its_state_stores() -> None:
    account = kops.SimulatedAccount.from_json(ACCOUNT)
    kops.Engine(account, store="s3://state").create(kops.load(SPEC).in_store("s3://state").to_yaml())
    with mock.patch.object(kops.SimulatedAccount, "probe"):
        assert kops.Engine(account, store="s3://state").clusters() == ["demo.kube.example.com"]


class Halfway(kops.CloudWithInstances):
    """A cloud that names the protocol as its base, and defines some of its methods."""

    def __init__(self, inner: kops.SimulatedAccount) -> None:
        self.inner = inner

    def facts(self, query: types.FactsQuery) -> types.Facts:
        return self.inner.facts(query)

    def observe(self, scope: types.Scope) -> types.Snapshot:
        return self.inner.observe(scope)

    def execute(self, step: types.BoundStep) -> types.Outcome:
        return self.inner.execute(step)

    def probe(self, kind: types.Kind, id: str) -> types.Readiness:
        return self.inner.probe(kind, id)


def test_a_method_that_is_only_the_protocols_is_missing() -> None:
    cloud = Halfway(kops.SimulatedAccount.from_json(ACCOUNT))  # type: ignore[abstract]
    engine, spec = kops.Engine(cloud, clock="simulated"), kops.load(SPEC)
    plan = engine.plan(spec)
    assert {check["result"] for check in engine.preflight(plan)["checks"]} >= {"not-checked"}
    with pytest.raises(kops.CloudError, match="the cloud has no such method"):
        engine.instances(spec)

    class Forgotten(kops.AsyncCloud):
        async def facts(self, query: types.FactsQuery) -> types.Facts:
            return {}

    class Empty(kops.StateStore):
        pass

    account: Any = Forgotten()  # type: ignore[abstract]
    with pytest.raises(TypeError, match="argument 'cloud': 'Forgotten' does not define 'execute', 'observe', 'probe'"):
        kops.Engine(account)
    store: Any = Empty()  # type: ignore[abstract]
    with pytest.raises(TypeError, match="argument 'store': expected a URL, a state store or "):
        kops.Engine(testing.account(), store=store)


def test_clouds_in_python_pass_the_conformance_suite() -> None:
    testing.check_cloud(lambda: Wrapped(testing.account()))
    testing.check_cloud(lambda: Asynchronous(testing.account()), lacks=["observe/counts-calls"])
    testing.check_cloud(testing.account)


def test_stores_in_python_pass_the_conformance_suite() -> None:
    testing.check_store(Objects())
    testing.check_store(kops.AsyncStore(Objects()))
    testing.check_store(kops.MemoryStore())


class Published(Objects):
    """The same, which can let everyone read an object."""

    def __init__(self) -> None:
        super().__init__()
        self.public = set[str]()

    def put(self, key: str, value: bytes, mode: types.PutMode) -> str:
        version = super().put(key, value, mode)
        self.public.discard(key)
        return version

    def put_public(self, key: str, value: bytes, mode: types.PutMode) -> str:
        version = self.put(key, value, mode)
        self.public.add(key)
        return version

    async def is_public(self, key: str) -> bool:
        return key in self.public


def test_stores_in_python_publish_discovery_documents_where_they_have_the_methods() -> None:
    testing.check_store(Published())
    text = SPEC.replace("spec:\n", "spec:\n  serviceAccountIssuerDiscovery:\n    discoveryStore: s3://keys\n", 1)
    buckets: dict[str, Objects] = {}

    class Opening(Wrapped):
        def open_bucket(self, name: str) -> Objects:
            return buckets[name]

    for bucket in (Published(), Objects()):
        buckets["keys"] = bucket
        engine = kops.Engine(Opening(kops.SimulatedAccount.from_json(ACCOUNT)), clock="simulated")
        plan = engine.plan(kops.load(text))
        if isinstance(bucket, Published):
            engine.apply(plan)
            assert len(bucket.public) == 2
            assert engine.plan(kops.load(text)).is_empty
            bucket.public.clear()
            assert len(engine.plan(kops.load(text))) == 2
        else:
            with pytest.raises(kops.ApplyIncomplete, match="does not publish"):
                engine.apply(plan)


def test_a_cloud_that_breaks_its_promises_is_found_out() -> None:
    class Forgetful(Wrapped):
        def execute(self, step: types.BoundStep) -> types.Outcome:
            return {"outputs": {}}

    with pytest.raises(AssertionError, match="create/every-kind: "):
        testing.check_cloud(lambda: Forgetful(testing.account()))


def test_a_cluster_is_planned_and_applied_over_ports_in_python() -> None:
    cloud, store = Wrapped(kops.SimulatedAccount.from_json(ACCOUNT)), Objects()
    engine, spec = kops.Engine(cloud, store=store), kops.load(SPEC)
    plan = engine.plan(spec)
    expected = kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT)).plan(spec)
    assert len(plan) == len(expected)
    assert len(engine.apply(plan).done) == len(plan)
    assert engine.plan(spec).is_empty
    assert "demo.kube.example.com/cluster-completed.spec" in store.objects
    assert cloud.calls[:2] == ["facts", "observe"] and cloud.calls.count("create") > 50


async def test_coroutines_of_a_cloud_run_at_once_on_the_loop_of_the_call() -> None:
    cloud = Asynchronous(kops.SimulatedAccount.from_json(ACCOUNT))
    engine, spec = kops.AsyncEngine(cloud), kops.load(SPEC)
    await engine.apply(await engine.plan(spec))
    assert (await engine.plan(spec)).is_empty
    assert cloud.most > 1


async def test_a_cloud_awaits_an_account_of_the_package_and_a_store_one_of_its_stores() -> None:
    account, store = kops.SimulatedAccount.from_json(ACCOUNT), kops.MemoryStore()
    cloud = Forwarding(kops.AsyncAccount(account))
    engine, spec = kops.AsyncEngine(cloud, store=ForwardingStore(kops.AsyncStore(store))), kops.load(SPEC)
    plan = await asyncio.wait_for(engine.plan(spec), 60)
    assert cloud.asked > 0
    assert len((await asyncio.wait_for(engine.apply(plan), 60)).done) == len(plan)
    assert await kops.AsyncEngine(kops.AsyncAccount(account), store=kops.AsyncStore(store)).clusters() == []
    assert store.list("demo.kube.example.com") == await kops.AsyncStore(store).list("demo.kube.example.com") != []
    nodes = await kops.AsyncCluster(kops.SimulatedCluster(kops.AsyncAccount(account), spec.name)).nodes()
    assert len(nodes) > 0


async def test_a_cloud_with_coroutines_wraps_one_whose_coroutines_run_on_the_same_loop() -> None:
    recorder = testing.record(Asynchronous(kops.SimulatedAccount.from_json(ACCOUNT)))

    class Passing(Asynchronous):
        async def facts(self, query: types.FactsQuery) -> types.Facts:
            return recorder.facts(query)

        async def observe(self, scope: types.Scope) -> types.Snapshot:
            return recorder.observe(scope)

    engine = kops.AsyncEngine(Passing(kops.SimulatedAccount.from_json(ACCOUNT)))
    assert len(await asyncio.wait_for(engine.plan(kops.load(SPEC)), 60)) > 70


class Waiting(Asynchronous):
    """A cloud that answers no question until it may."""

    def __init__(self, inner: kops.SimulatedAccount) -> None:
        super().__init__(inner)
        self.asked = self.cancelled = 0
        self.may_answer = asyncio.Event()

    async def facts(self, query: types.FactsQuery) -> types.Facts:
        self.asked += 1
        try:
            await self.may_answer.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return await super().facts(query)

    async def asked_by(self, calls: int) -> None:
        while self.asked < calls:
            await asyncio.sleep(0.01)


async def test_a_call_waits_for_no_other_one() -> None:
    cloud, spec = Waiting(kops.SimulatedAccount.from_json(ACCOUNT)), kops.load(SPEC)
    engine = kops.AsyncEngine(cloud)
    waiting = [asyncio.create_task(engine.facts(spec)) for _ in range(70)]
    await asyncio.wait_for(cloud.asked_by(70), 60)
    other = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
    facts = await asyncio.wait_for(other.facts(spec), 60)
    assert not any(task.done() for task in waiting)
    cloud.may_answer.set()
    assert [made["zones"] for made in await asyncio.gather(*waiting)] == [facts["zones"]] * 70


async def test_a_plan_that_is_cancelled_cancels_the_coroutines_of_its_cloud() -> None:
    cloud = Waiting(kops.SimulatedAccount.from_json(ACCOUNT))
    task = asyncio.create_task(kops.AsyncEngine(cloud).plan(kops.load(SPEC)))
    await asyncio.wait_for(cloud.asked_by(1), 60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.1)
    assert cloud.cancelled == 1
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_an_error_of_a_cloud_keeps_its_fields() -> None:
    class Throttled(Wrapped):
        def observe(self, scope: types.Scope) -> types.Snapshot:
            raise kops.CloudError("slow down", kind="throttled", operation="DescribeVpcs", code="RequestLimitExceeded")

    with pytest.raises(kops.CloudError) as caught:
        kops.Engine(Throttled(kops.SimulatedAccount.from_json(ACCOUNT))).plan(kops.load(SPEC))
    error = caught.value
    assert (error.kind, error.retryable, error.operation) == ("throttled", True, "DescribeVpcs")
    assert str(error) == "DescribeVpcs failed with RequestLimitExceeded: slow down"
    assert error.help == "try again later"


def test_an_error_of_a_subclass_keeps_the_fields_of_its_class() -> None:
    class Busy(kops.CloudError):
        pass

    class Taken(kops.StateError):
        pass

    class Gone(kops.ClusterApiError):
        pass

    class Throttled(Wrapped):
        def observe(self, scope: types.Scope) -> types.Snapshot:
            raise Busy("slow down", kind="throttled", request_id="r-1")

    class Full(Objects):
        def list(self, prefix: str) -> list[str]:
            raise Taken("no", kind="denied")

    class Away(kops.SimulatedCluster):
        def nodes(self) -> list[types.Node]:
            raise Gone("no such node", kind="not-found", status=404)

    account, spec = kops.SimulatedAccount.from_json(ACCOUNT), kops.load(SPEC)
    with pytest.raises(kops.CloudError) as of_cloud:
        kops.Engine(Throttled(account)).plan(spec)
    assert (of_cloud.value.kind, of_cloud.value.retryable, of_cloud.value.request_id) == ("throttled", True, "r-1")
    with pytest.raises(kops.StateError) as of_store:
        kops.Engine(account, store=Full()).clusters()
    assert of_store.value.kind == "denied"
    with pytest.raises(kops.ClusterApiError) as of_cluster:
        kops.Engine(account).instances(spec, Away(account, spec.name))
    assert (of_cluster.value.kind, of_cluster.value.status) == ("not-found", 404)


def test_what_an_error_was_raised_from_is_its_cause() -> None:
    class Throttled(Wrapped):
        def observe(self, scope: types.Scope) -> types.Snapshot:
            raise kops.CloudError("slow down", kind="throttled") from LookupError("boom")

    class Full(Objects):
        def list(self, prefix: str) -> list[str]:
            raise kops.StateError("no", kind="denied") from OSError("no space left")

    class Away(kops.SimulatedCluster):
        def nodes(self) -> list[types.Node]:
            raise kops.ClusterApiError("no such node", kind="not-found") from LookupError("boom")

    class Passing(Wrapped):
        def observe(self, scope: types.Scope) -> types.Snapshot:
            return testing.record(Throttled(self.inner)).observe(scope)

    account, spec = kops.SimulatedAccount.from_json(ACCOUNT), kops.load(SPEC)
    with pytest.raises(kops.CloudError) as of_cloud:
        kops.Engine(Passing(account)).plan(spec)
    assert repr(of_cloud.value.__cause__) == repr(LookupError("boom"))
    assert (of_cloud.value.kind, str(of_cloud.value)) == ("throttled", "observe failed: slow down: LookupError: boom")
    with pytest.raises(kops.StateError) as of_store:
        kops.Engine(account, store=Full()).clusters()
    assert (of_store.value.kind, repr(of_store.value.__cause__)) == ("denied", repr(OSError("no space left")))
    with pytest.raises(kops.ClusterApiError) as of_cluster:
        kops.Engine(account).instances(spec, Away(account, spec.name))
    assert (of_cluster.value.kind, repr(of_cluster.value.__cause__)) == ("not-found", repr(LookupError("boom")))


def test_any_other_exception_is_the_cause_of_an_internal_error() -> None:
    class Broken(Wrapped):
        def observe(self, scope: types.Scope) -> types.Snapshot:
            raise LookupError("boom")

    engine = kops.Engine(Broken(kops.SimulatedAccount.from_json(ACCOUNT)))
    with pytest.raises(kops.CloudError) as caught:
        engine.plan(kops.load(SPEC))
    assert (caught.value.kind, caught.value.retryable, caught.value.help) == ("internal", False, None)
    assert isinstance(caught.value.__cause__, LookupError)

    class Full(Objects):
        def list(self, prefix: str) -> list[str]:
            raise OSError("no space left")

    with pytest.raises(kops.StateError) as failed:
        kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT), store=Full()).clusters()
    assert failed.value.kind == "failed"
    assert isinstance(failed.value.__cause__, OSError)


@pytest.mark.parametrize("make", [kops.Engine, kops.AsyncEngine])
def test_a_cloud_and_a_store_that_hold_their_engine_are_collected(
    make: type[kops.Engine] | type[kops.AsyncEngine],
) -> None:
    class Holding(Wrapped):
        engine: object

    class HoldingStore(Objects):
        engine: object

    cloud, store = Holding(kops.SimulatedAccount.from_json(ACCOUNT)), HoldingStore()
    cloud.engine = store.engine = make(cloud, store=store)
    left: list[weakref.ref[object]] = [weakref.ref(cloud), weakref.ref(store)]
    del cloud, store
    gc.collect()
    assert [kept() for kept in left] == [None, None]


@pytest.mark.parametrize(
    "make", [testing.record, kops.AsyncAccount, lambda cloud: kops.SimulatedCluster(cloud, "demo.kube.example.com")]
)
def test_a_cloud_that_holds_what_is_made_of_it_is_collected(make: Callable[[kops.Cloud], object]) -> None:
    class Holding(Wrapped):
        made: object

    cloud = Holding(kops.SimulatedAccount.from_json(ACCOUNT))
    cloud.made = make(cloud)
    left = weakref.ref(cloud)
    del cloud
    gc.collect()
    assert left() is None


def test_a_store_and_a_cluster_that_hold_what_awaits_them_are_collected() -> None:
    class HoldingStore(Objects):
        made: object

    class HoldingCluster(kops.SimulatedCluster):
        made: object

        def nodes(self) -> list[types.Node]:
            return []

    store, cluster = HoldingStore(), HoldingCluster(testing.account(), "demo.kube.example.com")
    store.made, cluster.made = kops.AsyncStore(store), kops.AsyncCluster(cluster)
    left: list[weakref.ref[object]] = [weakref.ref(store), weakref.ref(cluster)]
    del store, cluster
    gc.collect()
    assert [kept() for kept in left] == [None, None]


async def test_what_calls_a_cloud_holds_it() -> None:
    def cloud() -> Wrapped:
        return Wrapped(kops.SimulatedAccount.from_json(ACCOUNT))

    engine, spec = kops.Engine(cloud(), store=Objects()), kops.load(SPEC)
    assert engine.clusters() == []
    assert len(engine.plan(spec)) > 70
    assert len(kops.Engine(testing.record(cloud())).plan(spec)) > 70
    assert len(await kops.AsyncEngine(kops.AsyncAccount(cloud())).plan(spec)) > 70
    assert kops.SimulatedCluster(cloud(), spec.name).budgets() == []
    assert await kops.AsyncStore(Objects()).list("") == []


def test_the_error_of_each_step_that_failed_has_its_cause() -> None:
    raised: list[Exception] = []

    class Broken(Wrapped):
        def execute(self, step: types.BoundStep) -> types.Outcome:
            raised.append(LookupError(f"boom {len(raised)}"))
            raise raised[-1]

    engine = kops.Engine(Broken(kops.SimulatedAccount.from_json(ACCOUNT)))
    with pytest.raises(kops.ApplyIncomplete) as caught:
        engine.apply(engine.plan(kops.load(SPEC)))
    causes = [failure.error.__cause__ for failure in caught.value.failed]
    assert len(causes) > 10
    assert set(causes) == set(raised)
    assert caught.value.__cause__ is causes[0]


def test_what_a_method_returns_is_checked() -> None:
    class Wrong(Wrapped):
        def observe(self, scope: types.Scope) -> types.Snapshot:
            return {"resources": 1}  # type: ignore[typeddict-item]

    with pytest.raises(kops.CloudError, match="what the method returned cannot be read") as caught:
        kops.Engine(Wrong(kops.SimulatedAccount.from_json(ACCOUNT))).plan(kops.load(SPEC))
    assert caught.value.kind == "invalid"


@pytest.mark.parametrize("content", [3, [110, 111], "no", None], ids=lambda content: type(content).__name__)
def test_what_a_store_read_is_bytes(content: object) -> None:
    class Wrong(Objects):
        def get(self, key: str) -> kops.Versioned:
            return kops.Versioned(content, "1")  # type: ignore[arg-type]

    with pytest.raises(kops.StateError) as caught:
        kops.Engine(testing.account(), store=Wrong()).load("demo.kube.example.com")
    problem = f"what 'get' returned: expected bytes with their version, not '{type(content).__name__}'"
    assert repr(caught.value.__cause__) == repr(TypeError(problem))


def test_what_a_cloud_answered_is_recorded_and_replayed() -> None:
    recorder = testing.record(kops.SimulatedAccount.from_json(ACCOUNT))
    spec = kops.load(SPEC)
    plan = kops.Engine(recorder).plan(spec)
    replay = testing.Replay.from_json(recorder.to_json())
    assert kops.Engine(replay).plan(spec).hash == plan.hash
    other = kops.load(SPEC.replace("demo.kube", "other.kube"))
    with pytest.raises(kops.CloudError, match="the recording has no such call"):
        kops.Engine(replay).plan(other)
    with pytest.raises(ValueError, match="not a recording"):
        testing.Replay.from_json("{}")


def test_errors_made_by_hand_have_all_their_fields() -> None:
    error = kops.CloudError("no", kind="denied", permission="ec2:CreateVpc")
    assert (error.retryable, error.operation, error.request_id) == (False, "", None)
    assert kops.StateError("no").kind == "failed"
