"""Plans the Fairwinds cluster in a simulated account and applies the plan."""

from pathlib import Path

import kops

FAIRWINDS = Path(__file__).parents[1] / "fairwinds"

spec = kops.load((FAIRWINDS / "cluster_spec.yml").read_text(), name="cluster_spec.yml")
engine = kops.Engine(kops.SimulatedAccount.from_json((FAIRWINDS / "account.json").read_text()))

plan = engine.plan(spec)
print(plan)

report = engine.apply(plan)
print(f"\n{len(report.done)} steps done; {len(engine.plan(spec))} left")
