"""The types of data: what is wrong does not pass type checkers, and what the library returns is what they say."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_type_hints, is_typeddict

import jsonschema
import kops

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FAIRWINDS = ROOT / "examples/fairwinds"
MYPY = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-incremental"]


def expected(path: Path) -> dict[int, str]:
    lines = enumerate(path.read_text().splitlines(), start=1)
    return {number: line.split("# error: ", 1)[1] for number, line in lines if "# error: " in line}


def test_mypy_refuses_wrong_code_and_nothing_else() -> None:
    wrong, right = HERE / "typing/wrong.py", HERE / "typing/right.py"
    command = [*MYPY, "--config-file=", str(wrong), str(right)]
    environment = {**os.environ, "MYPYPATH": str(HERE.parent / "python")}
    output = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, env=environment).stdout
    found: dict[int, list[str]] = {}
    for name, line, message in re.findall(r"^(\S+):(\d+): error: (.*?)(?:  \[.*\])?$", output, re.MULTILINE):
        assert name.endswith("wrong.py"), output
        found.setdefault(int(line), []).append(message)
    assert found.keys() == expected(wrong).keys(), output
    for line, words in expected(wrong).items():
        assert any(words.split("; ")[0] in message for message in found[line]), (words, found[line])


# What the blocks of the README take from each other, or leave out.
README = """
import kops
from kops import aws

account: kops.SimulatedAccount | aws.Account
"""


def test_mypy_accepts_the_examples_of_the_readme(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", (HERE.parent / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 10
    program = tmp_path / "readme.py"
    program.write_text("\n".join([README, *blocks]))
    environment = {**os.environ, "MYPYPATH": str(HERE.parent / "python")}
    command = [*MYPY, "--config-file=pyproject.toml", str(program)]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, env=environment)
    assert checked.returncode == 0, checked.stdout


def test_pyright_refuses_wrong_code_and_accepts_right_code() -> None:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", "."]
    output = json.loads(subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent).stdout)
    errors = [(Path(d["file"]).name, d["range"]["start"]["line"] + 1) for d in output["generalDiagnostics"]]
    assert [error for error in errors if error[0] == "right.py"] == []
    assert expected(HERE / "typing/wrong.py").keys() <= {line for _, line in errors}


def test_what_takes_long_to_import_is_loaded_when_it_is_used() -> None:
    slow = ("kops.types", "asyncio", "concurrent.futures", "logging", "ssl")
    code = f"""
import sys, kops
print([name for name in {slow} if name in sys.modules])
print(kops.types.Plan.__name__, kops.aws.Account.__name__, kops.AsyncEngine.__name__, kops.Run.__name__)
print("kops.types" in sys.modules)
"""
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.splitlines() == ["[]", "Plan Account AsyncEngine Run", "True"]


def test_what_is_loaded_later_is_named_from_the_start() -> None:
    code = "import kops; names = dir(kops); print({*kops.__all__, 'aws', 'testing', 'types'} - set(names))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_the_hints_of_everything_public_can_be_read_at_run_time() -> None:
    public = [*(getattr(kops, name) for name in kops.__all__), *(getattr(kops.aws, name) for name in kops.aws.__all__)]
    classes = [kept for kept in public if isinstance(kept, type)]
    methods = [method for made in classes for name, method in vars(made).items() if not name.startswith("_")]
    functions = [kept for kept in (*public, *methods) if inspect.isfunction(inspect.unwrap(kept))]
    assert len(functions) > 150
    assert all(get_type_hints(function) for function in functions)
    assert get_type_hints(kops.Engine.plan)["roles"] == Sequence[kops.types.InstanceGroupRole] | None
    assert get_type_hints(kops.SpecDict)["cluster"] == kops.types.Cluster


def test_the_fields_of_errors_can_be_read_at_run_time_before_the_types_are_loaded() -> None:
    code = """
import sys, typing, kops
classes = [made for made in map(vars(kops).get, kops.__all__) if isinstance(made, type)]
print("kops.types" in sys.modules)
hints = {made.__name__: typing.get_type_hints(made) for made in classes if issubclass(made, BaseException)}
print(len(hints) > 15)
print(hints["PlanStale"]["moved"] == list[kops.Drift], hints["CloudError"]["kind"] == kops.types.ErrorKind)
"""
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.splitlines() == ["False", "True", "True True"]


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / "kops-core/src/schema.json").read_text())
    return jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})


def test_what_the_library_returns_is_what_the_schema_says() -> None:
    spec = kops.load((FAIRWINDS / "cluster_spec.yml").read_text())
    engine = kops.Engine(kops.SimulatedAccount.from_json((FAIRWINDS / "account.json").read_text()))
    validator("Plan").validate(engine.plan(spec).to_dict())
    validator("Graph").validate(engine.graph(spec))
    validator("Assets").validate(kops.list_assets(spec))


def test_every_object_of_the_schema_has_a_type() -> None:
    definitions = json.loads((ROOT / "kops-core/src/schema.json").read_text())["$defs"]
    missing = [name for name in definitions if not hasattr(kops.types, name)]
    assert missing == []


def test_types_say_at_run_time_what_they_say_to_type_checkers() -> None:
    log = kops.types.AccessLog
    assert is_typeddict(log)
    assert log.__module__ == "kops.types"
    assert log.__required_keys__ == frozenset({"bucket"})
    assert log.__optional_keys__ == frozenset({"interval", "prefix"})
    assert get_type_hints(log) == {"bucket": str, "interval": int, "prefix": str}
    # A key that is no name of Python makes it another form.
    assert get_type_hints(kops.types.ApiLoadBalancer)["class"] == kops.types.LoadBalancerClass
