"""Whole lives of clusters on AWS, credentials, and errors, on moto."""

import asyncio
import gc
import multiprocessing
import subprocess
import sys
import weakref
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import kops
import pytest
from aws_server import FAIRWINDS, REGION, Server, client, server
from https_server import Authority, https_server
from kops import aws, testing

CLUSTER = "demo.kube.example.com"


@pytest.fixture(scope="module")
def moto() -> Iterator[Server]:
    """Return a server for the tests of this file."""
    with server() as running:
        yield running


def left(plan: kops.Plan) -> list[kops.types.Step]:
    """Return the steps of a plan without those about what moto does not keep, the hostname type of subnets."""

    def fields(action: kops.types.Action) -> list[str]:
        return [change["field"] for change in action["changes"]] if action["do"] == "update" else []

    return [step for step in plan.to_dict()["steps"] if fields(step["action"]) != ["hostname_type"]]


def test_the_fairwinds_cluster_is_planned_applied_planned_again_changed_and_deleted(moto: Server) -> None:
    engine = kops.Engine(moto.account(), **moto.engine_options())
    engine.create(moto.spec)
    assert engine.clusters() == [CLUSTER]
    plan = engine.plan(engine.load(CLUSTER))
    assert {step["action"]["do"] for step in plan.to_dict()["steps"]} == {"create"}
    assert len(engine.apply(plan).done) == len(plan)
    assert left(engine.plan(engine.load(CLUSTER))) == []

    engine.replace(moto.changed)
    change = engine.plan(engine.load(CLUSTER))
    assert 0 < len(left(change)) < len(plan)
    engine.apply(change)
    assert left(engine.plan(engine.load(CLUSTER))) == []

    engine.apply(engine.plan_deletion(engine.load(CLUSTER)))
    assert engine.forget(CLUSTER) > 0
    assert engine.clusters() == []
    assert client("s3", moto.url).list_objects_v2(Bucket="kops-state-store")["KeyCount"] == 0


async def test_a_run_ends_within_its_grace_where_its_task_is_cancelled_or_its_loop_is_left(moto: Server) -> None:
    engine = kops.AsyncEngine(moto.account(), **moto.engine_options())
    spec = kops.load(moto.spec)
    plan = await engine.plan(spec)

    left_early = engine.apply(plan, parallel=2)
    async with left_early:
        async for event in left_early:
            if event["event"] == "finished":
                break
    assert left_early.report is not None and left_early.report.cancelled
    assert 0 < len(left_early.report.done) < len(plan)

    rest = engine.apply(await engine.plan(spec), parallel=2)

    async def wait() -> None:
        await rest

    task = asyncio.create_task(wait())
    async for event in rest:
        if event["event"] == "finished":
            task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert rest.report is not None and rest.report.cancelled and rest.report.not_started

    await engine.apply(await engine.plan_deletion(spec))


def test_ctrl_c_stops_a_run_on_aws(moto: Server) -> None:
    body = """
import os, signal
engine = kops.Engine(account, **options)
plan = engine.plan(spec)
sent = []
def tell(event):
    if event["event"] == "finished" and not sent:
        sent.append(os.kill(os.getpid(), signal.SIGINT))
try:
    engine.apply(plan, events=tell, parallel=2)
except kops.Interrupted as interrupted:
    assert interrupted.report.cancelled and interrupted.report.not_started
    engine.apply(engine.plan_deletion(spec))
    raise SystemExit(7)
"""
    assert subprocess.run([sys.executable, "-c", script(moto, body)], check=False, timeout=60).returncode == 7


async def test_the_async_engine_plans_several_clusters_at_once(moto: Server) -> None:
    engine = kops.AsyncEngine(moto.account(), **moto.engine_options())
    specs = [kops.load(moto.spec.replace("demo.kube", f"team{number}.kube")) for number in range(4)]
    plans = await asyncio.gather(*(engine.plan(spec) for spec in specs))
    assert [plan.cluster for plan in plans] == [spec.name for spec in specs]
    alone = kops.Engine(moto.account(), **moto.engine_options())
    assert [plan.hash for plan in plans] == [alone.plan(spec).hash for spec in specs]


def test_credentials_come_from_a_function_that_is_called_again_before_they_expire(moto: Server) -> None:
    calls: list[str] = []

    def provide(expires_in: timedelta) -> aws.CredentialsProvider:
        def keys() -> dict[str, Any]:
            calls.append("called")
            expires_at = datetime.now(timezone.utc) + expires_in
            return {"access_key_id": "test", "secret_access_key": "test", "expires_at": expires_at}

        return keys

    def plan(expires_in: timedelta) -> int:
        calls.clear()
        account = moto.account(credentials=provide(expires_in))
        kops.Engine(account, **moto.engine_options()).plan(kops.load(moto.spec))
        return len(calls)

    assert plan(timedelta(hours=1)) == 1, "all services share what was provided"
    assert plan(timedelta(minutes=4)) > 1, "keys that expire soon are not kept"


def test_credentials_come_from_a_coroutine_with_and_without_an_event_loop(moto: Server) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def provide() -> aws.Credentials:
        loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0)
        return aws.Credentials("test", "test")

    spec = kops.load(moto.spec)
    kops.Engine(moto.account(credentials=provide), **moto.engine_options()).plan(spec)

    async def in_loop() -> None:
        await kops.AsyncEngine(moto.account(credentials=provide), **moto.engine_options()).plan(spec)
        assert loops[1] is asyncio.get_running_loop()
        kops.Engine(moto.account(credentials=provide), **moto.engine_options()).plan(spec)

    asyncio.run(in_loop())
    assert len(loops) == 3


async def test_credentials_come_from_a_coroutine_where_the_call_is_one_of_a_cloud_with_coroutines(moto: Server) -> None:
    async def provide() -> aws.Credentials:
        await asyncio.sleep(0)
        return aws.Credentials("test", "test")

    account = moto.account(credentials=provide)

    class Wrapped:
        async def facts(self, query: kops.types.FactsQuery) -> kops.types.Facts:
            return account.facts(query)

        async def observe(self, scope: kops.types.Scope) -> kops.types.Snapshot:
            return account.observe(scope)

        async def execute(self, step: kops.types.BoundStep) -> kops.types.Outcome:
            return account.execute(step)

        async def probe(self, kind: kops.types.Kind, id: str) -> kops.types.Readiness:
            return account.probe(kind, id)

    hashes = moto.engine_options()["file_hashes"]
    engine = kops.AsyncEngine(Wrapped(), file_hashes=hashes)
    assert len(await asyncio.wait_for(engine.plan(kops.load(moto.spec)), 60)) > 70


def test_credentials_come_from_a_boto3_session(moto: Server) -> None:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    account = moto.account(credentials=aws.from_boto3(session))
    assert len(kops.Engine(account, **moto.engine_options()).plan(kops.load(moto.spec))) > 70


def test_what_holds_itself_through_its_credentials_is_collected() -> None:
    class Service:
        def __init__(self) -> None:
            self.account = aws.Account(region=REGION, credentials=self.credentials)
            self.store = kops.AsyncStore(aws.S3Store("s3://kops-state-store", self.account))
            self.engine = kops.Engine(self.account, store=self.store)
            self.other = kops.AsyncEngine(kops.AsyncAccount(self.account))

        def credentials(self) -> aws.Credentials:
            return aws.Credentials("test", "test")

    service = weakref.ref(Service())
    gc.collect()
    assert service() is None


def test_what_an_account_opened_holds_its_credentials(moto: Server) -> None:
    def account() -> aws.Account:
        return moto.account(credentials=lambda: aws.Credentials("test", "test"))

    class Opening(kops.SimulatedAccount):
        def open_bucket(self, name: str) -> kops.Bucket:
            return account().open_bucket(name)

    opening = Opening.from_json((FAIRWINDS / "account.json").read_text())
    for store in (
        aws.S3Store("s3://kops-state-store", account()),
        account().open_bucket("kops-state-store"),
        testing.record(opening).open_bucket("kops-state-store"),
        asyncio.run(kops.AsyncAccount(account()).open_bucket("kops-state-store")),
    ):
        assert kops.Engine(moto.account(), store=store).clusters() == []


def test_a_provider_that_fails_is_an_error_of_the_cloud(moto: Server) -> None:
    def provide() -> aws.Credentials:
        raise PermissionError("the vault is sealed")

    with pytest.raises(kops.CloudError, match="the vault is sealed") as caught:
        kops.Engine(moto.account(credentials=provide), file_hashes={}).plan(kops.load(moto.spec))
    assert caught.value.kind == "denied"
    assert not caught.value.retryable
    assert isinstance(caught.value.__cause__, PermissionError)
    assert str(caught.value).count("the vault is sealed") == 1
    with pytest.raises(kops.StateError, match=r"^opening `nowhere` in the state store .* the vault is sealed$"):
        kops.Engine(moto.account(credentials=provide), store="s3://nowhere").clusters()


@pytest.mark.parametrize(
    "credentials",
    [
        {"access_key_id": "AKIA"},
        {"access_key_id": "AKIA", "secret_access_key": b"c4n4ry"},
        {"access_key_id": "AKIA", "secret_access_key": "c4n4ry", "token": "c4n4ry"},
        {"access_key_id": "AKIA", "secret_access_key": "c4n4ry", "expires_at": datetime(2026, 1, 1)},
        ("AKIA", "c4n4ry"),
        None,
    ],
)
def test_wrong_credentials_are_a_type_error_that_shows_no_secret(credentials: Any) -> None:  # noqa: ANN401
    with pytest.raises(TypeError, match="argument 'credentials'") as caught:
        aws.Account(region=REGION, credentials=credentials)
    assert "c4n4ry" not in str(caught.value)


def test_an_account_is_in_a_region() -> None:
    with pytest.raises(ValueError, match="argument 'region'"):
        aws.Account(region="", credentials=aws.Credentials("AKIA", "c4n4ry"))


def test_https_trusts_the_authorities_that_are_stated(tmp_path: Path) -> None:
    signer, other = Authority("signer"), Authority("other")
    spec = kops.load((FAIRWINDS / "cluster_spec.yml").read_text())
    with https_server(signer, tmp_path) as url:
        for trusted, kind, message in [
            (signer.pem, "denied", "403"),
            (other.pem + signer.pem, "denied", "403"),
            (other.pem, "invalid", "no authority that this machine trusts has signed the certificate of the endpoint"),
        ]:
            keys = aws.Credentials("test", "test")
            account = aws.Account(region=REGION, credentials=keys, endpoint=url, ca_certificates=trusted)
            with pytest.raises(kops.CloudError, match=message) as caught:
                kops.Engine(account, file_hashes={}).plan(spec)
            assert (caught.value.kind, caught.value.retryable) == (kind, False)


def test_secrets_are_not_shown() -> None:
    keys = aws.Credentials("AKIA", "c4n4ry", "t0k3n")
    account = aws.Account(region=REGION, credentials=keys)
    store = aws.S3Store("s3://bucket", account)
    assert repr(account) == "<kops.aws.Account in us-east-2>"
    for shown in (repr(keys), repr(account), repr(store), repr(kops.Engine(account, store=store))):
        assert "c4n4ry" not in shown and "t0k3n" not in shown


def test_a_missing_bucket_is_an_error_of_the_state_store(moto: Server) -> None:
    account = moto.account()
    for store in ("s3://nowhere", aws.S3Store("s3://nowhere", account)):
        with pytest.raises(kops.StateError) as caught:
            kops.Engine(account, store=store).clusters()
        assert caught.value.kind == "no-store"
    for url in ("https://bucket", "file:///tmp/bucket", "memfs://bucket", "s3://"):
        with pytest.raises(
            kops.StateError, match=f"^`{url}` is not the URL of a bucket: expected s3://BUCKET$"
        ) as caught:
            aws.S3Store(url, account)
        assert caught.value.kind == "unknown-store"


def test_ctrl_c_ends_a_call_that_waits_for_aws(moto: Server) -> None:
    body = """
import os, signal, threading
silent = aws.Account(region="us-east-2", credentials=aws.Credentials("test", "test"), endpoint="http://127.0.0.1:1")
threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    kops.Engine(silent, store="s3://nowhere").clusters()
except KeyboardInterrupt:
    raise SystemExit(7)
"""
    assert subprocess.run([sys.executable, "-c", script(moto, body)], check=False, timeout=30).returncode == 7


def script(moto: Server, body: str) -> str:
    """Return a program with an engine and a spec of the server."""
    return f"""
import asyncio, kops
from kops import aws
account = aws.Account(region={REGION!r}, credentials=aws.Credentials("test", "test"), endpoint={moto.url!r})
options, spec = {moto.engine_options()!r}, kops.load({moto.spec!r})
{body}
"""


def test_short_scripts_end_well(moto: Server) -> None:
    body = "assert len(asyncio.run(kops.AsyncEngine(account, **options).plan(spec))) > 70"
    for _ in range(8):
        subprocess.run([sys.executable, "-c", script(moto, body)], check=True)


_engine: kops.Engine


def stored(_: int) -> list[str]:
    """Return the names of the clusters of the parent's engine."""
    return _engine.clusters()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_forked_workers_answer(moto: Server) -> None:
    global _engine
    _engine = kops.Engine(moto.account(), **moto.engine_options())
    expected = _engine.clusters()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(stored, range(4)).get(timeout=60) == [expected] * 4
    assert _engine.clusters() == expected


def test_nothing_is_read_from_the_environment(moto: Server, tmp_path: Path) -> None:
    wrong = {"AWS_ACCESS_KEY_ID": "wrong", "AWS_REGION": "wrong", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}
    body = "assert kops.Engine(account, **options).clusters() == []"
    ran = subprocess.run(
        [sys.executable, "-c", script(moto, body)], env=wrong | {"HOME": str(tmp_path)}, capture_output=True, check=True
    )
    assert (ran.stdout, ran.stderr) == (b"", b"")
