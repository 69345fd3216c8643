"""Automation as a team writes it: scales an instance group in the state store and applies what that changes."""

import kops


def scale(engine: kops.Engine, cluster: str, group: str, size: int) -> list[str]:
    """Set the size of an instance group, and return the resources that changed. Refuses a plan that does more."""
    spec = engine.load(cluster).to_dict()
    [found] = [item for item in spec["groups"] if item["metadata"].get("name") == group]
    found["spec"]["minSize"] = found["spec"]["maxSize"] = size
    changed = kops.Spec.of(**spec)
    plan = engine.plan(changed)
    surprising = [step["resource"] for step in plan.steps if step["disruption"] in ("instances", "data")]
    if surprising:
        raise RuntimeError(f"scaling {group} would also touch {', '.join(surprising)}")
    engine.replace(changed.to_yaml())
    engine.apply(plan)
    return [step["resource"] for step in plan.steps if step["action"]["do"] == "update"]
