"""Applying plans: events, stopping a run, and what is left."""

import asyncio
import gc
from collections.abc import Awaitable, Callable

import kops
import pytest
from kops import types
from test_kops import ACCOUNT, SPEC


def engine() -> kops.Engine:
    """Return an engine on a new simulated account."""
    return kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT))


def async_engine() -> kops.AsyncEngine:
    """Return an engine for asyncio on a new simulated account."""
    return kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))


def steps(events: list[types.Event], kind: str) -> list[int]:
    """Return the steps of the events of a kind."""
    of_steps = [event for event in events if event["event"] != "ended" and event["event"] != "waiting-for-lock"]
    return [event["step"] for event in of_steps if event["event"] == kind]


def test_events_are_told_while_a_plan_is_applied() -> None:
    made, events = engine(), list[types.Event]()
    plan = made.plan(kops.load(SPEC))
    report = made.apply(plan, events=events.append, parallel=4)
    assert steps(events, "finished") == report.done
    assert sorted(steps(events, "started")) == sorted(report.done)
    assert (report.failed, report.in_flight, report.not_started, report.cancelled) == ([], [], [], False)
    ended = events[-1]
    assert ended["event"] == "ended" and ended["report"]["done"] == report.done


def test_events_come_before_what_follows_them() -> None:
    made = engine()
    seen: list[int] = []
    plan = made.plan(kops.load(SPEC))

    def tell(event: types.Event) -> None:
        if event["event"] == "finished":
            seen.append(len(made.plan_deletion(kops.load(SPEC))))

    made.apply(plan, events=tell, parallel=1)
    assert seen[0] < seen[len(seen) // 2] < seen[-1], "the account grows from event to event, and can be used meanwhile"


def test_a_run_is_stopped_by_a_cancel() -> None:
    made, cancel = engine(), kops.Cancel()
    plan = made.plan(kops.load(SPEC))
    with pytest.raises(kops.ApplyIncomplete) as caught:
        made.apply(plan, events=lambda _: cancel.cancel(), cancel=cancel, parallel=1)
    report = caught.value.report
    assert report.cancelled and report.not_started
    assert len(report.done) + len(report.in_flight) + len(report.not_started) == len(plan)
    assert made.apply(made.plan(kops.load(SPEC))).done, "planning again goes on from there"
    assert made.plan(kops.load(SPEC)).is_empty


def test_ctrl_c_stops_a_run_and_says_how_far_it_came() -> None:
    made = engine()

    def interrupt(event: types.Event) -> None:
        if event["event"] == "finished":
            raise KeyboardInterrupt

    with pytest.raises(kops.Interrupted) as caught:
        made.apply(made.plan(kops.load(SPEC)), events=interrupt, parallel=1)
    assert isinstance(caught.value, KeyboardInterrupt)
    assert caught.value.report is not None
    assert caught.value.report.cancelled and len(caught.value.report.done) == 1


def test_ctrl_c_in_a_cloud_begins_no_other_call_of_it() -> None:
    steps: list[types.BoundStep] = []

    class Pressed(kops.SimulatedAccount):
        def execute(self, step: types.BoundStep) -> types.Outcome:
            steps.append(step)
            raise KeyboardInterrupt

    made = kops.Engine(Pressed.from_json(ACCOUNT))
    with pytest.raises(kops.Interrupted) as caught:
        made.apply(made.plan(kops.load(SPEC)))
    assert len(steps) == 1
    assert caught.value.report is not None
    assert caught.value.report.cancelled and len(caught.value.report.not_started) > 50


def test_what_the_function_for_events_raises_stops_the_run() -> None:
    made = engine()

    def fail(_: types.Event) -> None:
        raise LookupError("the page is closed")

    with pytest.raises(LookupError, match="the page is closed"):
        made.apply(made.plan(kops.load(SPEC)), events=fail)
    assert not made.plan(kops.load(SPEC)).is_empty


async def test_a_run_is_awaited_for_its_report() -> None:
    made = async_engine()
    plan = await made.plan(kops.load(SPEC))
    run = made.apply(plan)
    assert run.report is None
    assert len((await run).done) == len(plan)
    assert run.report == await run


def test_a_run_that_has_ended_is_awaited_again_in_another_event_loop() -> None:
    made = async_engine()

    async def wait(run: kops.Run[types.Event, kops.Report]) -> kops.Report:
        return await run

    run = made.apply(asyncio.run(made.plan(kops.load(SPEC))))
    assert asyncio.run(wait(run)) is asyncio.run(wait(run))


async def test_a_run_is_iterated_over_for_its_events() -> None:
    made = async_engine()
    plan = await made.plan(kops.load(SPEC))
    async with made.apply(plan) as run:
        events = [event async for event in run]
    assert run.report is not None
    assert steps(events, "finished") == run.report.done
    assert len(run.report.done) == len(plan)


async def test_what_keeps_a_run_from_starting_is_raised_however_it_is_used() -> None:
    made = async_engine()
    plan = await made.plan(kops.load(SPEC))
    await made.apply(plan)
    with pytest.raises(kops.PlanStale):
        await made.apply(plan)
    with pytest.raises(kops.PlanStale):
        async with made.apply(plan) as run:
            assert [event async for event in run] == []
    with pytest.raises(kops.PlanStale):
        async for _ in made.apply(plan):
            raise AssertionError("nothing happens")


async def test_a_run_that_fails_ends_its_events_and_raises_where_it_is_awaited() -> None:
    made = kops.AsyncEngine(
        kops.SimulatedAccount.from_json(ACCOUNT.replace("{", '{"limits": {"launchTemplates": 1},', 1))
    )
    run = made.apply(await made.plan(kops.load(SPEC)))
    events = [event async for event in run]
    assert run.report is not None and run.report.failed
    assert steps(events, "failed") == [failure.step for failure in run.report.failed]
    with pytest.raises(kops.ApplyIncomplete):
        await run


async def test_the_events_of_a_run_end_for_everyone_who_iterates_over_it() -> None:
    made = async_engine()
    run = made.apply(await made.plan(kops.load(SPEC)))

    async def read() -> int:
        return len([event async for event in run])

    first, second = await asyncio.wait_for(asyncio.gather(read(), read()), 60)
    assert first + second > 140, "each event is yielded once"
    assert await asyncio.wait_for(read(), 10) == 0


async def test_a_run_that_is_stopped_leaves_nothing_to_complain_about() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def stop(stopped: Callable[[kops.Run[types.Event, kops.Report]], Awaitable[None]]) -> None:
        made = async_engine()
        await stopped(made.apply(await made.plan(kops.load(SPEC)), parallel=1))

    async def by_a_cancelled_task(run: kops.Run[types.Event, kops.Report]) -> None:
        task = asyncio.ensure_future(run)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def by_an_exception_in_the_block(run: kops.Run[types.Event, kops.Report]) -> None:
        with pytest.raises(LookupError):
            async with run:
                async for _ in run:
                    raise LookupError

    for stopped in (by_a_cancelled_task, by_an_exception_in_the_block):
        await stop(stopped)
    gc.collect()
    await asyncio.sleep(0)
    assert complaints == []


async def test_many_runs_go_on_at_once() -> None:
    async def life() -> int:
        made = async_engine()
        plan = await made.plan(kops.load(SPEC))
        return len((await made.apply(plan)).done) - len(plan)

    assert await asyncio.gather(*(life() for _ in range(5))) == [0] * 5
