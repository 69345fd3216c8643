"""Plans many clusters at once, each in an account of its own, and prints a line for each."""

import asyncio
from pathlib import Path

import kops

FAIRWINDS = Path(__file__).parents[1] / "fairwinds"
SPEC, ACCOUNT = (FAIRWINDS / "cluster_spec.yml").read_text(), (FAIRWINDS / "account.json").read_text()


async def plan(name: str) -> kops.Plan:
    """Plan one cluster."""
    spec = kops.load(SPEC.replace("demo.kube.example.com", name), name=f"{name}.yml")
    # With AWS: an aws.Account for each set of credentials. They share nothing.
    engine = kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT))
    return await engine.plan(spec)


async def main(count: int) -> None:
    """Plan all of them at once. One that fails does not keep the others from their end."""
    names = [f"team-{number}.kube.example.com" for number in range(count)]
    plans = await asyncio.gather(*map(plan, names), return_exceptions=True)
    for name, made in zip(names, plans, strict=True):
        print(name, made if isinstance(made, BaseException) else f"{len(made)} steps, {made.hash[:12]}")


if __name__ == "__main__":
    asyncio.run(main(10))
