"""How the package behaves in a process: event loops, threads, exits and forks."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import kops
import pytest
from interpreters import interpreters
from kops import types
from test_kops import ACCOUNT, SPEC

SCRIPT = f"""
import asyncio, kops
spec = kops.load({SPEC!r})
engine = kops.AsyncEngine(kops.SimulatedAccount.from_json({ACCOUNT!r}))
assert len(asyncio.run(engine.plan(spec))) > 70
"""


def plan(_: int = 0) -> str:
    """Plan in an event loop of its own, and return the hash."""
    engine = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
    return asyncio.run(engine.plan(kops.load(SPEC))).hash


@pytest.mark.parametrize("version", [f"3.{minor}" for minor in range(10, 15)])
def test_forty_short_scripts_end_well(version: str) -> None:
    python = interpreters().get(version)
    if python is None:
        pytest.skip(f"there is no CPython {version}")
    # Without the packages of this interpreter, which are for no other one.
    environment = {"PYTHONPATH": str(Path(kops.__file__).parents[1])}

    def run(_: int) -> int:
        return subprocess.run([python, "-c", SCRIPT], env=environment, check=False).returncode

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(run, range(40))) == {0}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_forked_workers_answer() -> None:
    expected = plan()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(plan, range(4)).get(timeout=120) == [expected] * 4


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_plans_on_the_account_that_threads_plan_on_at_the_fork() -> None:
    spec, account, done = kops.load(SPEC), kops.SimulatedAccount.from_json(ACCOUNT), threading.Event()

    def plan_on() -> int:
        count = 0
        while not done.is_set():
            count += len(kops.Engine(account).plan(spec))
        return count

    with ThreadPoolExecutor(3) as threads:
        planned = [threads.submit(plan_on) for _ in range(3)]
        for _ in range(20):
            if (child := os.fork()) == 0:
                signal.alarm(60)  # ends one that hangs
                os._exit(0 if len(kops.Engine(account).plan(spec)) > 70 else 1)
            assert os.waitpid(child, 0)[1] == 0
        done.set()
        assert all(count.result() > 70 for count in planned)


@pytest.mark.parametrize("close", ["", "loop.close()"], ids=["stopped", "closed"])
@pytest.mark.parametrize("use", ["run", "call"])
def test_a_process_ends_while_a_cloud_waits_on_an_event_loop_that_ended(use: str, close: str) -> None:
    script = f"""
import asyncio, kops
account, spec = kops.SimulatedAccount.from_json({ACCOUNT!r}), kops.load({SPEC!r})
class Cloud(kops.AsyncAccount):
    async def {"execute" if use == "run" else "observe"}(self, *_):
        asked.set()
        await asyncio.Event().wait()
async def main():
    engine = kops.AsyncEngine(Cloud(account))
    plan = await kops.AsyncEngine(account).plan(spec)
    async def use():
        await ({"engine.apply(plan)" if use == "run" else "engine.plan(spec)"})
    task = asyncio.create_task(use())
    await asked.wait()
    return task
asked, loop = asyncio.Event(), asyncio.new_event_loop()
task = loop.run_until_complete(main())
{close}
"""
    environment = {"PYTHONPATH": str(Path(kops.__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", script], env=environment, timeout=60, check=False).returncode == 0


def test_ctrl_c_ends_a_call_that_waits_for_a_coroutine() -> None:
    cancelled = threading.Event()

    class Interrupted:
        async def facts(self, query: types.FactsQuery) -> types.Facts:
            os.kill(os.getpid(), signal.SIGINT)
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.set()
                raise
            raise AssertionError("the coroutine goes on")

        observe: Any = facts
        execute: Any = facts
        probe: Any = facts

    with pytest.raises(KeyboardInterrupt):
        kops.Engine(Interrupted()).plan(kops.load(SPEC))
    assert cancelled.wait(60)


def test_an_engine_outlives_event_loops() -> None:
    engine = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
    spec = kops.load(SPEC)

    async def apply(plan: kops.Plan) -> kops.Report:
        return await engine.apply(plan)

    assert len(asyncio.run(apply(asyncio.run(engine.plan(spec)))).done) > 70
    assert asyncio.run(engine.plan(spec)).is_empty
    deletion = asyncio.run(engine.plan_deletion(spec))
    assert len(asyncio.run(apply(deletion)).done) == len(deletion)


async def test_the_event_loop_goes_on_while_a_plan_is_made() -> None:
    engine = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
    task = asyncio.create_task(engine.plan(kops.load(SPEC)))
    turns = 0
    while not task.done():
        turns += 1
        await asyncio.sleep(0)
    assert len(await task) > 70
    assert turns > 10


def test_threads_plan_at_once() -> None:
    spec = kops.load(SPEC)
    engine = kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT))
    with ThreadPoolExecutor(8) as threads:
        hashes = {made.hash for made in threads.map(lambda _: engine.plan(spec), range(8))}
    assert len(hashes) == 1
