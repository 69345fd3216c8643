"""What a Python user relies on, on the cluster of examples/fairwinds."""

import asyncio
import copy
import hashlib
import json
import pickle
import re
import subprocess
import sys
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from unittest import mock

import kops
import pytest
from kops import aws, types
from kops._errors import exception

FAIRWINDS = Path(__file__).parents[2] / "examples" / "fairwinds"
SPEC = (FAIRWINDS / "cluster_spec.yml").read_text()
ACCOUNT = (FAIRWINDS / "account.json").read_text()


def engine(account: str = ACCOUNT) -> kops.Engine:
    """Return an engine on a new simulated account."""
    return kops.Engine(kops.SimulatedAccount.from_json(account))


def test_load_reads_a_cluster_with_its_groups() -> None:
    spec = kops.load(SPEC, name="cluster_spec.yml")
    assert spec.name == "demo.kube.example.com"
    assert spec.instance_groups == ["masters", "nodes"]


def test_a_spec_comes_from_text_bytes_files_and_values(tmp_path: Path) -> None:
    expected = kops.load(SPEC)
    data = expected.to_dict()
    assert (data["cluster"]["spec"]["kubernetesVersion"], len(data["groups"])) == ("1.35.5", 2)
    for number, text in enumerate(SPEC.split("---\n")):
        (tmp_path / f"{number}.yml").write_text(text)
    bare: list[kops.types.InstanceGroup] = [
        {"metadata": {"name": group["metadata"]["name"]}, "spec": group["spec"]} for group in data["groups"]
    ]
    for spec in (
        kops.load(SPEC.encode()),
        kops.load([data["cluster"], *data["groups"]]),
        kops.load(expected.to_yaml()),
        kops.load_files(sorted(tmp_path.iterdir())),
        kops.Spec.of(**data),
        kops.Spec.of(cluster={"metadata": {"name": expected.name}, "spec": data["cluster"]["spec"]}, groups=bare),
    ):
        assert spec.to_dict() == data
        assert len(engine().plan(spec)) == len(engine().plan(expected))
    assert engine().plan(kops.load(SPEC.encode())).hash == engine().plan(expected).hash


def test_findings_of_files_name_the_file(tmp_path: Path) -> None:
    paths = [tmp_path / "cluster.yml", tmp_path / "nodes.yml"]
    cluster, nodes = SPEC.split("---\n")[0], SPEC.split("---\n")[2]
    paths[0].write_text(cluster.replace("channel:", "chanel:"))
    paths[1].write_bytes(nodes.replace("maxSize:", "maxsize:").encode("utf-16"))
    with pytest.raises(kops.InvalidSpec) as caught:
        kops.load_files(paths)
    assert {d.location.file for d in caught.value.diagnostics if d.location} == {str(path) for path in paths}
    paths[1].write_text(nodes)
    lenient = kops.load_files(paths, allow_unknown_fields=True)
    unknown = [d.severity for d in kops.check_offline(lenient) if d.code == "spec/unknown-field"]
    assert unknown == ["warning"]
    with pytest.raises(FileNotFoundError):
        kops.load_files([tmp_path / "missing.yml"])


def test_a_spec_is_filled_in_and_checked_as_data() -> None:
    full = engine().check(kops.load(SPEC))
    assert full.warnings == []
    assert full.to_dict()["cluster"]["spec"]["clusterDNSDomain"] == "cluster.local"
    assert full.facts["region"] == "us-east-2"
    assert "clusterDNSDomain: cluster.local" in full.to_yaml()
    graph = engine().graph(kops.load(SPEC))
    assert graph["nodes"]["vpc/demo.kube.example.com"]["ownership"] != "owned"


def test_a_plan_is_saved_loaded_and_applied(tmp_path: Path) -> None:
    made = engine()
    plan = made.plan(kops.load(SPEC))
    plan.save(tmp_path / "plan.json")
    loaded = kops.Plan.load(tmp_path / "plan.json")
    assert loaded.hash == plan.hash
    assert len(made.apply(loaded).done) == len(plan)
    with pytest.raises(FileNotFoundError):
        kops.Plan.load(tmp_path / "missing.json")


def test_a_plan_is_pickled_for_another_process() -> None:
    made = engine()
    spec = kops.load(SPEC.replace("channel:", "bogus: 1\n  channel:"), allow_unknown_fields=True)
    plan = made.plan(spec)
    pickled = pickle.loads(pickle.dumps(plan))
    assert (pickled.hash, pickled.report(), pickled.warnings) == (plan.hash, plan.report(), plan.warnings)
    assert [found.code for found in pickled.warnings] == ["spec/unknown-field"]
    assert len(made.apply(pickled).done) == len(plan)


def test_specs_and_plans_are_their_own_copies() -> None:
    made, spec = engine(), kops.load(SPEC)
    for value in (spec, made.check(spec), made.plan(spec)):
        assert copy.copy(value) is value
        assert copy.deepcopy({"job": [value]})["job"][0] is value
        assert weakref.ref(value)() is value
    for other in (spec, made.check(spec)):
        with pytest.raises(TypeError, match="pickle what its 'to_yaml' returns"):
            pickle.dumps(other)
    with pytest.raises(TypeError, match="cannot pickle 'SimulatedAccount'"):
        copy.deepcopy(made)


def test_specs_and_plans_that_say_the_same_are_equal() -> None:
    made, spec = engine(), kops.load(SPEC, name="a.yml")
    same = kops.load(SPEC, name="b.yml")
    other = kops.load(SPEC.replace("maxSize: 3", "maxSize: 4"), name="a.yml")
    for of in (lambda spec: spec, made.check, made.plan):
        assert of(spec) == of(same)
        assert hash(of(spec)) == hash(of(same))
        assert of(spec) != of(other)
    assert spec == kops.load(f"# A comment.\n{SPEC}") == kops.Spec.of(**spec.to_dict())
    assert spec != made.check(spec)
    assert made.plan(spec) != made.plan(spec).hash


def test_a_saved_plan_has_the_same_bytes_on_windows(tmp_path: Path) -> None:
    def open_on_windows(path: Path, mode: str, encoding: str | None = None) -> IO[Any]:
        return open(path, mode, encoding=encoding, newline=None if "b" in mode else "\r\n")

    plan = engine().plan(kops.load(SPEC))
    with mock.patch("kops._plans.open", open_on_windows, create=True):
        plan.save(tmp_path / "plan.json")
    assert (tmp_path / "plan.json").read_bytes() == plan.to_json().encode()


def test_every_finding_has_a_place_and_advice() -> None:
    text = SPEC.replace("machineType: t3.large", "machinetype: t3.large").replace("maxSize: 3", "maxSize: many")
    with pytest.raises(kops.InvalidSpec) as caught:
        kops.load(text, name="broken.yml")
    found = {d.code: d for d in caught.value.diagnostics}
    unknown = found["spec/unknown-field"]
    assert unknown.location is not None
    assert unknown.location.file == "broken.yml"
    assert unknown.path == kops.SpecPath("InstanceGroup", "nodes", "spec.machinetype")
    assert str(unknown.path) == "InstanceGroup/nodes spec.machinetype"
    assert "machineType" in (unknown.help or "")
    assert len(found) == 2
    assert "broken.yml:" in str(caught.value)


def test_a_plan_is_data_and_a_report() -> None:
    account = kops.SimulatedAccount.from_json(ACCOUNT)
    before = account.to_json()
    plan = kops.Engine(account).plan(kops.load(SPEC))
    data = plan.to_dict()
    assert data["cluster"] == "demo.kube.example.com"
    assert len(plan) == len(data["steps"]) > 70
    assert data["apply_calls"]["ec2:CreateSubnet"] == 6
    assert not plan.is_empty
    assert "to create" in str(plan)
    assert account.to_json() == before, "planning writes nothing"


async def test_a_hundred_plans_at_once_are_those_of_one_after_the_other() -> None:
    specs = [kops.load(SPEC.replace("demo.kube", f"team-{number}.kube")) for number in range(10)]
    one_by_one = [engine().plan(spec).hash for spec in specs]
    engines = [kops.AsyncEngine(kops.SimulatedAccount.from_json(ACCOUNT)) for _ in range(10)]
    plans = await asyncio.gather(*(made.plan(spec) for made in engines for spec in specs))
    assert [plan.hash for plan in plans] == one_by_one * 10


def test_a_plan_says_which_permissions_applying_it_takes() -> None:
    plan = engine().plan(kops.load(SPEC))
    policies = plan.least_permissions(store_url="s3://kops-state-store", account="123456789012")
    text = json.dumps(policies)
    assert "iam:CreateRole" in text and "arn:aws:s3:::kops-state-store/" in text and ":123456789012:" in text
    assert "ec2:TerminateInstances" not in text, "nothing is deleted"


def test_a_plan_is_read_in_steps_and_reported_in_formats() -> None:
    plan = engine().plan(kops.load(SPEC, name="cluster_spec.yml"))
    assert plan.to_dict() == json.loads(plan.to_json())
    assert plan.steps == plan.to_dict()["steps"]
    assert plan.report() == f"{plan}\n"
    assert "at cluster_spec.yml:" in plan.report(format="wide")
    markdown = plan.report(format="markdown")
    assert markdown.startswith("### Plan for `demo.kube.example.com` in `us-east-2`\n\n**")
    assert "| autoscaling group `nodes.demo.kube.example.com` |" in markdown
    with pytest.raises(TypeError, match="'format': expected one of 'text', 'wide', 'markdown'"):
        plan.report(format="html")  # type: ignore[arg-type]


NEW: kops.types.ClusterOptions = {
    "name": "new.example.com",
    "zones": ["us-east-2a", "us-east-2b"],
    "nodeCount": 3,
    "networking": "calico",
}


def test_a_cluster_is_made_of_options_with_an_account_and_without_one() -> None:
    for spec in (engine().new_cluster(NEW), kops.new_cluster_offline(NEW)):
        assert spec.instance_groups == ["control-plane-us-east-2a", "nodes-us-east-2a", "nodes-us-east-2b"]
        assert list(spec.to_dict()["cluster"]["spec"]["networking"]) == ["calico"]
    wrong: Any = {**NEW, "zonez": [], "nodeCount": "three"}
    with pytest.raises(kops.InvalidSpec) as caught:
        engine().new_cluster(wrong)
    found = {(finding.code, finding.help) for finding in caught.value.diagnostics}
    assert found == {("create/option", "did you mean `zones`?"), ("create/option", None)}
    with pytest.raises(TypeError, match="'options'"):
        kops.new_cluster_offline({"name": {1}})  # type: ignore[typeddict-item]


def test_what_is_stated_of_an_account_takes_its_place() -> None:
    spec, made = kops.load(SPEC), engine()
    with pytest.raises(kops.InvalidSpec) as unknown:
        kops.terraform_offline(spec)
    assert {found.code for found in unknown.value.diagnostics} >= {"facts/unknown"}
    facts = made.facts_to_render(spec)
    files = kops.terraform_offline(spec, facts=facts)
    assert files == made.terraform(spec)
    renamed = kops.load(SPEC.replace("utility-us-east-2a", "edge"))
    moved = kops.terraform_offline(renamed, facts=facts, previous=files)
    assert "aws_subnet.edge-demo-kube-example-com" in moved["moved.tf"]

    bare = kops.load(SPEC.replace("  networkCIDR: 172.20.0.0/16\n", ""))
    left_out = kops.fill_offline(bare)
    assert [found.code for found in left_out.warnings] == ["facts/unknown"]
    assert kops.fill_offline(bare, facts=facts).to_dict()["cluster"]["spec"]["networkCIDR"] == "172.20.0.0/16"
    assert not kops.diff(spec, spec, facts=facts, addons={}).steps
    with pytest.raises(TypeError, match="imagez"):
        kops.diff(spec, spec, facts={"imagez": {}})


def test_data_of_a_large_cluster_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    made, (cluster, masters, nodes) = engine(), SPEC.split("---\n")
    many = [nodes.replace("name: nodes", f"name: nodes-{number}") for number in range(150)]
    spec = kops.load("---\n".join([cluster, masters, *many]))
    plan, full, loads = made.plan(spec), made.check(spec), json.loads
    for work in (lambda: made.graph(spec), lambda: made.terraform(spec), full.explained, plan.to_dict):
        read: list[int] = []

        def count(text: str, read: list[int] = read) -> object:
            read.append(len(text))
            return loads(text)

        monkeypatch.setattr(json, "loads", count)
        value = work()
        monkeypatch.undo()
        # Between two parts, other threads have their turn.
        assert sum(read) > 500_000
        assert max(read) < 600_000
        written = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        assert abs(len(written) / sum(read) - 1) < 0.01
    assert plan.to_dict() == json.loads(plan.to_json())


def test_a_cluster_is_files_for_terraform_and_facts_and_graph_are_data() -> None:
    spec, made = kops.load(SPEC), engine()
    files = made.terraform(spec)
    assert 'resource "aws_autoscaling_group"' in files["kubernetes.tf"]
    assert any(path.startswith("data/") for path in files)
    assert made.facts(spec)["region"] == "us-east-2"
    assert made.graph(spec)["cluster"] == spec.name


def test_a_template_is_rendered_and_errors_name_file_and_line() -> None:
    assert kops.render_template("zones: {{ zones | tojson }}\n", {"zones": ["a"]}) == 'zones: ["a"]\n'
    with pytest.raises(kops.InvalidTemplate) as caught:
        kops.render_template("a\n{{ b }}", {}, name="spec.j2")
    assert (caught.value.file, caught.value.line) == ("spec.j2", 2)


def test_the_same_input_gives_the_same_plan() -> None:
    plans = [engine().plan(kops.load(SPEC)) for _ in range(2)]
    assert plans[0].to_json() == plans[1].to_json()
    assert plans[0].hash == plans[1].hash


def test_the_hash_of_a_plan_is_computed_as_the_book_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "src" / "reference" / "plan.md").read_text()
    [recipe] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    made = engine()
    spec = kops.load(SPEC.replace("  topology:\n", "  topology:\n    masters: private\n"), name="Zürich/cluster.yml")
    plan = made.plan(spec)
    assert plan.to_dict()["calls"] and "cluster.yml" in plan.to_json()
    for _ in range(2):
        plan.save("plan.json")
        exec(recipe, {"json": json, "hashlib": hashlib})  # asserts that it is the hash
        made.apply(plan)
        plan = made.plan(kops.load(SPEC.replace("maxSize: 3", "maxSize: 4"), name="cluster.yml"))
    Path("plan.json").write_text(plan.to_json().replace('"us-east-2"', '"us-west-2"'))
    with pytest.raises(AssertionError):
        exec(recipe, {"json": json, "hashlib": hashlib})


def test_the_hash_of_a_plan_does_not_depend_on_the_path_of_the_spec() -> None:
    names = ["-", "cluster.yml", "/ci/build/cluster.yml"]
    assert len({engine().plan(kops.load(SPEC, name=name)).hash for name in names}) == 1
    moved = kops.load(SPEC.replace("maxSize: 3", "maxSize: 4"), name="cluster.yml")
    assert engine().plan(moved).hash != engine().plan(kops.load(SPEC, name="cluster.yml")).hash


def test_a_plan_is_applied_once_and_then_nothing_is_left() -> None:
    account = kops.SimulatedAccount.from_json(ACCOUNT)
    before = json.loads(account.to_json())["resources"]
    made, spec = kops.Engine(account), kops.load(SPEC)
    plan = kops.Plan.from_json(made.plan(spec).to_json())
    assert (plan.cluster, plan.region) == (spec.name, "us-east-2")
    report = made.apply(plan)
    assert len(report.done) == len(plan)
    assert made.plan(spec).is_empty
    with pytest.raises(kops.PlanStale) as caught:
        made.apply(plan)
    assert caught.value.moved
    made.apply(made.plan_deletion(spec))
    assert json.loads(account.to_json())["resources"] == before


def test_a_failed_step_is_an_error_with_the_rest_of_the_report() -> None:
    made = engine(ACCOUNT.replace("{", '{"limits": {"launchTemplates": 1},', 1))
    plan = made.plan(kops.load(SPEC))
    with pytest.raises(kops.ApplyIncomplete) as caught:
        made.apply(plan)
    error = caught.value
    assert not error.cancelled and error.in_flight == []
    assert len(error.done) + len(error.failed) + len(error.not_started) == len(plan)
    failure = error.failed[0].error
    assert isinstance(failure, kops.CloudError) and str(failure) in str(error)


def test_a_text_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(kops.InvalidPlan):
        kops.Plan.from_json("{}")
    (tmp_path / "plan.json").write_bytes(b"\xff")
    with pytest.raises(kops.InvalidPlan):
        kops.Plan.load(tmp_path / "plan.json")


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("cluster", lambda text: engine().load(text)),
        ("source", kops.load),
        ("source", kops.migrate),
        ("text", kops.Plan.from_json),
        ("facts", lambda text: kops.fill_offline(kops.load(SPEC), facts={"region": text})),
    ],
)
def test_half_a_character_is_an_error_that_names_the_argument(argument: str, call: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match=f"^argument '{argument}': expected a text without halves"):
        call("\ud800")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_is_read_whose_name_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / "cluster-\udcff.yml"
    path.write_text(SPEC.replace("channel:", "chanel:"))
    with pytest.raises(kops.InvalidSpec) as caught:
        kops.load_files([path])
    [finding] = caught.value.diagnostics
    assert finding.location is not None
    assert finding.location.file == str(tmp_path / "cluster-\ufffd.yml")


def test_a_spec_is_placed_in_a_state_store_and_knows_its_region() -> None:
    nowhere = "".join(line for line in SPEC.splitlines(keepends=True) if "configBase" not in line)
    spec = kops.load(nowhere)
    assert (spec.region, spec.store_url) == ("us-east-2", None)
    placed = spec.in_store("s3://bucket/team")
    assert placed.store_url == "s3://bucket/team/"
    account = kops.SimulatedAccount.from_json(ACCOUNT)
    made = kops.Engine(account, store="s3://bucket/team")
    made.apply(made.plan(placed))
    assert "team/demo.kube.example.com/cluster-completed.spec" in json.loads(account.to_json())["buckets"]["bucket"]


def test_a_state_store_that_nothing_opens_is_an_error() -> None:
    with pytest.raises(kops.StateError) as caught:
        kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT), store="ftp://somewhere")
    assert caught.value.kind == "unknown-store"


KEYS = aws.Credentials("AKIA", "secret")


def test_wrong_arguments_are_type_errors_that_name_them_and_show_no_value() -> None:
    account, spec = kops.SimulatedAccount.from_json(ACCOUNT), kops.load(SPEC)
    aws_account = aws.Account(region="us-east-2", credentials=KEYS)
    untyped: Any = kops
    made: Any = engine()
    plan, store = engine().plan(spec), untyped.MemoryStore()
    calls: list[tuple[str, Any]] = [
        ("source", lambda secret: untyped.migrate([secret])),
        ("source", lambda secret: untyped.load({(secret,): 1})),
        ("name", lambda secret: untyped.load(SPEC, name=[secret])),
        ("paths", lambda secret: untyped.load_files([[secret]])),
        ("paths", lambda secret: untyped.load_files(Path(secret))),
        ("template", lambda secret: untyped.render_template([secret], {})),
        ("values", lambda secret: untyped.render_template("{{ a }}", [secret])),
        ("kubeconfig", lambda secret: untyped.Kube([secret])),
        ("text", lambda secret: untyped.SimulatedAccount.from_json([secret])),
        ("name", lambda secret: untyped.SimulatedCluster(account, [secret])),
        ("workloads", lambda secret: untyped.SimulatedCluster(account, "a", workloads=[{"nane": secret}])),
        ("events", lambda secret: made.apply(plan, events=[secret])),
        ("events", lambda secret: made.apply(plan, events=asyncio.sleep)),
        ("cancel", lambda secret: made.apply(plan, cancel=[secret])),
        ("key", lambda secret: store.get([secret])),
        ("mode", lambda secret: store.put("a", b"", secret)),
        ("path", lambda secret: untyped.FileStore([secret])),
        ("url", lambda secret: aws.S3Store([secret], aws_account)),  # type: ignore[arg-type]
        ("cloud", lambda secret: kops.Engine(secret)),
        ("store", lambda secret: kops.Engine(account, store=[secret])),  # type: ignore[arg-type]
        ("addons", lambda secret: kops.Engine(account, addons={"a": [secret]})),  # type: ignore[dict-item]
        ("source", lambda secret: kops.load({secret})),  # type: ignore[arg-type]
        ("clock", lambda secret: kops.Engine(account, clock=secret)),
        ("roles", lambda secret: made.plan(spec, roles=[secret])),
        ("role", lambda secret: made.new_instance_group(spec, "a", role=secret)),
        ("prices", lambda secret: kops.estimate_cost(spec, prices=secret)),
        ("facts", lambda secret: kops.diff(spec, spec, facts={"zones": secret})),
        ("facts", lambda secret: kops.diff(spec, spec, facts={"region": secret})),
        ("format", lambda secret: plan.report(format=secret)),
        ("query", lambda secret: account.facts(secret)),
        ("kind", lambda secret: account.probe(secret, secret)),
        ("endpoint", lambda secret: aws.Account(region="a", credentials=KEYS, endpoint=f"user:{secret}@localhost")),
        ("ca_certificates", lambda secret: aws.Account(region="a", credentials=KEYS, ca_certificates=secret)),
        ("spec", lambda secret: engine().plan(secret)),
        ("prun", lambda secret: engine().plan(spec, prun=secret)),  # type: ignore[call-arg]
        ("plan", lambda secret: engine().apply(secret)),
        ("content", lambda secret: engine().create_secret("a", "b", [secret])),  # type: ignore[arg-type]
        ("text", lambda secret: kops.Plan.from_json([secret])),  # type: ignore[arg-type]
    ]
    for argument, call in calls:
        with pytest.raises(TypeError, match=f"'{argument}'") as caught:
            call("c4n4ry")
        assert "c4n4ry" not in str(caught.value)


def test_an_ssh_key_is_added_with_its_cluster_and_deleted() -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    data = kops.load(SPEC).to_dict()
    credential: types.SSHCredential = {"metadata": {"name": "admin"}, "spec": {"publicKey": key}}
    spec = kops.Spec.of(cluster=data["cluster"], groups=data["groups"], ssh_credentials=[credential])
    made = engine()
    made.create(spec.to_yaml())
    assert "ssh_credentials" in made.load(spec.name).to_dict()
    assert [made.delete_ssh_keys(spec.name), made.delete_ssh_keys(spec.name)] == [1, 0]
    assert "ssh_credentials" not in made.load(spec.name).to_dict()


def test_costs_are_estimated_by_a_table_of_prices() -> None:
    spec, table = kops.load(SPEC), kops.price_table()
    assert kops.estimate_cost(spec, prices=table) == kops.estimate_cost(spec)


def test_a_folder_and_a_store_in_memory_hold_clusters(tmp_path: Path) -> None:
    account = kops.SimulatedAccount.from_json(ACCOUNT)
    for store in (kops.MemoryStore(), kops.FileStore(tmp_path / "a"), f"file://{tmp_path}/b"):
        kops.Engine(account, store=store).create(SPEC)
        assert kops.Engine(account, store=store).clusters() == ["demo.kube.example.com"]


def test_a_spec_is_checked_without_an_account() -> None:
    assert kops.check_offline(kops.load(SPEC)) == []
    old = SPEC.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.19.1")
    [finding] = kops.check_offline(kops.load(old))
    assert (finding.code, finding.severity) == ("cluster/kubernetes-version", "error")


def test_assets_are_listed_without_an_account() -> None:
    assets = kops.list_assets(kops.load(SPEC))
    kubectl = "https://dl.k8s.io/release/v1.35.5/bin/linux/amd64/kubectl"
    [found] = [file for file in assets["files"] if file["canonical"] == kubectl]
    assert len(found["sha"]) == 64
    assert "registry.k8s.io/kube-apiserver:v1.35.5" in [image["download"] for image in assets["images"]]


def test_codes_are_explained() -> None:
    page = kops.explain("network/vpc-id")
    assert page["summary"] == "A text is not the id of a VPC."
    assert "networkID: VPC-ID" in page["wrong"]
    with pytest.raises(ValueError, match=r"did you mean `network/vpc-id`\?"):
        kops.explain("network/vpcid")


def test_fields_are_explained() -> None:
    page = kops.explain_field("cluster.spec.networking.cilium")
    assert (page["kind"], page["field"]) == ("Cluster", "cilium")
    assert "enableEncryption" in [field["name"] for field in page["fields"]]
    with pytest.raises(ValueError, match="did you mean `cilium`"):
        kops.explain_field("cluster.spec.networking.cilum")


def test_the_schema_is_in_the_package() -> None:
    schema = kops.schema()
    committed = Path(__file__).parents[2] / "kops-core/src/schema.json"
    assert schema == json.loads(committed.read_text())


def test_a_cluster_is_drawn_and_a_plan_marks_what_changes() -> None:
    old, new = kops.load(SPEC), kops.load(SPEC.replace("maxSize: 3", "maxSize: 4"))
    assert kops.diagram(old).startswith("<svg ")
    drawn = kops.diagram(new, kops.diff(old, new), format="mermaid")
    assert drawn.startswith("flowchart TB")
    assert drawn != kops.diagram(new, format="mermaid")
    wrong: Any = "png"
    with pytest.raises(TypeError, match="'format': expected one of 'svg', 'mermaid'"):
        kops.diagram(old, format=wrong)


def test_a_lock_says_who_writes_and_is_taken_away_by_hand() -> None:
    account, store = kops.SimulatedAccount.from_json(ACCOUNT), kops.MemoryStore()
    one, two = (kops.Engine(account, store=store, holder=name) for name in ("pipeline 1", "pipeline 2"))
    one.create(SPEC)
    name = "demo.kube.example.com"
    assert one.lock(name) is None
    seen: list[str] = []

    def look(_: types.Event) -> None:
        lock = two.lock(name)
        seen.append(lock["holder"] if lock else "nobody")

    one.apply(one.plan(one.load(name)), events=look, parallel=1)
    assert "pipeline 1" in seen
    assert two.unlock(name) is None


def test_a_channel_of_a_spec_is_given_as_text() -> None:
    spec = kops.load(SPEC).edited(set=["spec.channel=https://example.com/channel"])
    text = "spec: {kubernetesVersions: [{range: '>=1.35.0', recommendedVersion: 1.35.9}]}"
    made = kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT), channels={"https://example.com/channel": text})
    changes = made.plan_upgrade(spec)["changes"]
    assert "1.35.9" in [change["new"] for change in changes]
    with pytest.raises(kops.InvalidSpec):
        kops.Engine(kops.SimulatedAccount.from_json(ACCOUNT), channels={"a": "spec: {"})


def test_an_old_spec_is_migrated() -> None:
    old = SPEC.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.5.3 # of 2017")
    migration = kops.migrate(old, name="old.yml")
    assert [change["field"] for change in migration["changes"]] == ["spec.kubernetesVersion"]
    assert migration["changes"][0]["location"]["file"] == "old.yml"
    assert "# of 2017" in migration["documents"][0]["text"]
    assert migration["findings"] == []
    with pytest.raises(kops.InvalidSpec):
        kops.migrate("spec: {")


def test_warnings_come_with_the_plan() -> None:
    assert engine().plan(kops.load(SPEC)).warnings == []
    old = SPEC.replace("  topology:\n", "  topology:\n    masters: private\n")
    [warning] = engine().plan(kops.load(old, name="old.yml")).warnings
    assert (warning.code, warning.severity) == ("spec/ignored-field", "warning")
    assert warning.location is not None and warning.location.file == "old.yml"


def test_a_spec_without_a_place_for_its_nodes_is_told_what_to_add() -> None:
    nowhere = "".join(line for line in SPEC.splitlines(keepends=True) if "configBase" not in line)
    with pytest.raises(kops.InvalidSpec) as caught:
        engine().plan(kops.load(nowhere))
    [missing] = caught.value.diagnostics
    assert (missing.code, missing.help) == (
        "cluster/config-base",
        "add `configBase: s3://BUCKET/demo.kube.example.com`",
    )


def test_what_stands_in_the_way_of_a_plan_is_data() -> None:
    with pytest.raises(kops.PlanningFailed) as caught:
        engine(occupied()).plan(kops.load(SPEC, name="spec.yml"))
    [problem] = caught.value.errors
    assert (problem.error, problem.resource) == ("occupied", "subnet/us-east-2a.demo.kube.example.com")
    assert problem.location is not None and problem.location.file == "spec.yml"
    assert problem.path is not None and problem.path.kind == "Cluster"
    assert problem.message in str(caught.value)


def occupied() -> str:
    """Return the account with another subnet of the cluster in the way of its first."""
    own = ACCOUNT.replace('"Name": "public-us-east-2a"', '"KubernetesCluster": "demo.kube.example.com"')
    return own.replace('"172.20.0.0/24"', '"172.20.16.0/25"')


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        (
            "ClusterApiError",
            {"kind": "denied", "retryable": False, "operation": "list nodes", "status": 403},
            {"status": 403},
        ),
        ("StateError", {"kind": "conflict", "key": "a/config", "retryable": False}, {"key": "a/config"}),
        ("WriteError", {"kind": "missing", "objects": [{"kind": "Cluster", "name": "a"}]}, {"kind": "missing"}),
        ("NoCluster", {"cluster": "a", "similar": None}, {"cluster": "a"}),
        (
            "PlanTargetMismatch",
            {"planned": {"account": "", "region": "eu-west-1"}, "found": {"account": "1", "region": "us-east-2"}},
            {"planned": kops.PlanTarget("", "eu-west-1"), "found": kops.PlanTarget("1", "us-east-2")},
        ),
        (
            "PlanStale",
            {"moved": [{"resource": "subnet/a", "field": "id", "planned": None, "found": "subnet-1"}]},
            {"moved": [kops.Drift("subnet/a", "id", None, "subnet-1")]},
        ),
        (
            "PlanNotAllowed",
            {
                "violations": [
                    {"step": 1, "resource": "vpc/a", "id": "vpc-1", "rule": "shared", "message": "it is shared"}
                ]
            },
            {"violations": [kops.Violation(1, "vpc/a", "vpc-1", "shared", "it is shared")]},
        ),
        (
            "CloudError",
            {"kind": "denied", "operation": "CreateVpc", "requestId": "r-1", "permission": "ec2:CreateVpc"},
            {"request_id": "r-1", "permission": "ec2:CreateVpc"},
        ),
    ],
)
def test_every_error_has_its_facts(name: str, fields: dict[str, object], expected: dict[str, object]) -> None:
    error = exception(json.dumps({"name": name, "message": "it failed", "fields": fields}))
    assert type(error) is getattr(kops, name) and str(error) == "it failed"
    assert {field: getattr(error, field) for field in expected} == expected
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)
    assert traceback.format_exception_only(error) == [f"kops.{name}: it failed\n"]


def test_a_file_that_is_no_account_is_refused() -> None:
    with pytest.raises(kops.InvalidAccount, match="this is not a simulated account: line 1, column "):
        kops.SimulatedAccount.from_json("{}")


def test_the_example_runs() -> None:
    example = FAIRWINDS.parent / "python" / "plan.py"
    ran = subprocess.run([sys.executable, example], capture_output=True, text=True, check=True)
    assert "steps done; 0 left" in ran.stdout
