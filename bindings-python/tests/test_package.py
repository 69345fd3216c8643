"""The wheel: what is in it, and that it works in a clean environment."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from interpreters import interpreters

PYTHON = Path(__file__).parents[1]
FAIRWINDS = PYTHON.parent / "examples" / "fairwinds"

PROGRAM = """
import sys
packages, spec, account = sys.argv[1:]
sys.path.insert(0, packages)
import typing, kops, kops.types
from kops import aws
dicts = [kept for kept in vars(kops.types).values() if typing.is_typeddict(kept)]
assert len(dicts) > 400 and all(typing.get_type_hints(kept) for kept in dicts if kept.__annotations__)
engine = kops.Engine(kops.SimulatedAccount.from_json(open(account).read()))
plan = engine.plan(kops.load_files([spec]))
engine.apply(plan)
assert engine.plan(kops.load_files([spec])).is_empty
aws.Account(region="us-east-2", credentials=aws.Credentials("AKIA", "secret"))
print(kops.__version__, len(plan) > 70)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the library that is in the package."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--no-build-isolation", "--wheel-dir", folder, PYTHON], check=True)
    [made] = folder.iterdir()
    return made


def test_a_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    assert wheel.name.startswith("kops-0.1.0-cp310-abi3-")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = {path.relative_to(PYTHON / "python").as_posix() for path in PYTHON.glob("python/kops/*.py*")}
    info = {f"kops-0.1.0.dist-info/{name}" for name in ("METADATA", "WHEEL", "RECORD", "licenses/LICENSE")}
    assert names - {"kops/_native.abi3.so", "kops/_native.pyd"} == sources | info | {"kops/py.typed"}


def test_a_wheel_works_on_every_python_in_a_clean_environment_with_an_empty_path(wheel: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    subprocess.run([*pip, "--target", tmp_path / "packages", wheel], check=True)
    files = [str(FAIRWINDS / name) for name in ("cluster_spec.yml", "account.json")]
    for version, python in interpreters().items():
        venv = tmp_path / version
        subprocess.run([python, "-m", "venv", "--without-pip", venv], check=True)
        made = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
        command = [str(made), "-I", "-c", PROGRAM, str(tmp_path / "packages"), *files]
        ran = subprocess.run(command, env={}, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "0.1.0 True\n", ""), version
