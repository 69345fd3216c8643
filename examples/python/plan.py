"""Prints what it would take to build the Fairwinds cluster in a simulated account, and how much of it is new."""

import asyncio
from pathlib import Path

import kops

FAIRWINDS = Path(__file__).parents[1] / "fairwinds"


async def main() -> None:
    """Plans the cluster; nothing is changed anywhere."""
    spec = kops.load((FAIRWINDS / "cluster_spec.yml").read_text(), name="cluster_spec.yml")
    account = kops.SimulatedAccount.from_json((FAIRWINDS / "account.json").read_text())
    plan = await kops.plan(spec, account)
    print(plan)

    new = [step["resource"] for step in plan.to_dict()["steps"] if step["action"]["do"] == "create"]
    print(f"\n{len(new)} of {len(plan)} steps make something new, the first of them {new[0]}")


if __name__ == "__main__":
    asyncio.run(main())
