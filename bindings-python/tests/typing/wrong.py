"""Code that type checkers refuse. Each line that is wrong ends in the words that mypy says of it."""

import kops
from kops import types


def misspelt_keys(plan: kops.Plan, facts: types.Facts) -> None:
    data = plan.to_dict()
    print(data["stepz"])  # error: TypedDict "Plan" has no key "stepz"
    step = data["steps"][0]
    print(step["acton"])  # error: TypedDict "Step" has no key "acton"
    print(facts["zonez"])  # error: TypedDict "Facts" has no key "zonez"


def wrong_literals(plan: kops.Plan, error: kops.CloudError) -> None:
    action = plan.to_dict()["steps"][0]["action"]
    if action["do"] == "updaet":  # error: Non-overlapping equality check
        print(action)
    if error.kind == "throtled":  # error: Non-overlapping equality check
        print(error)


def fields_of_another_case(plan: kops.Plan) -> None:
    action = plan.to_dict()["steps"][0]["action"]
    print(action["changes"])  # error: TypedDict "CreateAction" has no key "changes"; TypedDict "DeleteAction" has no key "changes"
    if action["do"] == "update":
        print(action["changes"][0]["feild"])  # error: TypedDict "FieldChange" has no key "feild"


def missing_cases(event: types.Event) -> str:  # error: Missing return statement
    match event["event"]:
        case "started" | "retrying" | "waiting" | "finished":
            return "runs"
        case "failed":
            return "failed"


def wrong_specs() -> None:
    types.SubnetSpec(name="a", tpye="Private")  # error: Extra key "tpye" for TypedDict "SubnetSpec"
    types.SubnetSpec(name="a", type="private")  # error: Incompatible types
    types.ClusterSpec(kubernetesVersion=1.35)  # error: Incompatible types
    types.Cluster(metadata={"name": "a.example.com"})  # error: Missing key "spec" for TypedDict "Cluster"
    kops.Spec.of(cluster={"metadata": {"name": "a"}, "spec": {"kubernetesVersio": "1.35"}})  # error: Extra key "kubernetesVersio"
    kops.Spec.of(cluster=types.Cluster(metadata={}, spec={}), groups=[{"metadata": {}, "spec": {"roel": "Node"}}])  # error: Extra key "roel"


def wrong_options(engine: kops.Engine, plan: kops.Plan) -> None:
    engine.new_cluster({"name": "a.example.com", "zonez": []})  # error: Extra key "zonez"
    plan.report(format="html")  # error: Argument "format" to "report" of "Plan" has incompatible type


def wrong_calls_of_running_clusters(engine: kops.Engine, spec: kops.Spec, cluster: kops.Kube) -> None:
    engine.rolling_update(spec, cluster, options={"forse": True})  # error: Argument "options" to "rolling_update" of "Engine" has incompatible type
    engine.validate_cluster(spec, spec)  # error: Argument 2 to "validate_cluster" of "Engine" has incompatible type
    for failure in engine.validate_cluster(spec, cluster)["failures"]:
        print(failure["mesage"])  # error: TypedDict "Failure" has no key "mesage"
    kops.Engine(kops.SimulatedAccount.from_json("{}"), clock="fast")  # error: Argument "clock" to "Engine" has incompatible type
