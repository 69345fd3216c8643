"""Code that type checkers accept."""

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
        case "started" | "retrying" | "waiting" | "finished":
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
