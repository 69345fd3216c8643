"""Prints the sizes and times of the packages in a folder, as Markdown.

Usage: measure_packages.py FOLDER, where `make wheels` and `make npm` have packed them. Times are the fastest of many.
"""

import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAIRWINDS = ROOT / "examples" / "fairwinds"
RUNS = 20

FAIRWINDS_ENGINE = f"""
import time, kops
spec = kops.load_files([{str(FAIRWINDS / "cluster_spec.yml")!r}])
engine = kops.Engine(kops.SimulatedAccount.from_json(open({str(FAIRWINDS / "account.json")!r}).read()))
"""

IMPORT = "import time; t = time.perf_counter(); import kops, kops.types; print(time.perf_counter() - t)"

CALLS = f"""{FAIRWINDS_ENGINE}
def fastest(call, times):
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best
print(fastest(lambda: engine.plan(spec), 50), fastest(lambda: spec.name, 1000))
"""

# The 99th percentile of 200 plans in seconds, alone and while eight threads plan a cluster with 1,000 groups of nodes.
BESIDE = f"""{FAIRWINDS_ENGINE}
from concurrent.futures import ThreadPoolExecutor
from threading import Event
*others, nodes = spec.to_yaml().split("---\\n")
groups = [nodes.replace("name: nodes", f"name: nodes-{{number}}") for number in range(1000)]
large, done = kops.load("---\\n".join([*others, *groups])), Event()
def slowest():
    times = []
    for _ in range(200):
        start = time.perf_counter()
        engine.plan(spec)
        times.append(time.perf_counter() - start)
    return sorted(times)[-3]
def plan_until_done():
    while not done.is_set():
        engine.plan(large)
alone = slowest()
with ThreadPoolExecutor(8) as threads:
    for _ in range(8):
        threads.submit(plan_until_done)
    beside = slowest()
    done.set()
print(alone, beside)
"""


def main(folder: Path) -> None:
    """Measure what is there."""
    [wheel] = folder.glob("kops-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    print("| package | packed | unpacked |\n|---|---|---|")
    print(f"| {wheel.name} | {mb(wheel.stat().st_size)} | {mb(unpacked)} |")
    for package in folder.glob("kops-*.tgz"):
        with tarfile.open(package) as archive:
            print(f"| {package.name} | {mb(package.stat().st_size)} | {mb(sum(entry.size for entry in archive))} |")
    with tempfile.TemporaryDirectory() as place:
        python = installed(wheel, Path(place))
        importing = min(float(run(python, IMPORT)) for _ in range(RUNS))
        plan, crossing = (float(word) for word in run(python, CALLS).split())
        alone, beside = (float(word) for word in run(python, BESIDE).split())
    print("\n| in Python | time |\n|---|---|")
    print(f"| import with types | {1e3 * importing:.0f} ms |")
    print(f"| a plan of the Fairwinds cluster | {1e3 * plan:.2f} ms |")
    print(f"| of it, crossing the border | {1e6 * crossing:.0f} µs, {100 * crossing / plan:.1f} % |")
    print(f"| 99 of 100 such plans take at most | {1e3 * alone:.1f} ms |")
    print(
        f"| beside eight threads that plan 1,000 groups | {1e3 * beside:.1f} ms, {beside / alone:.1f} times as long |"
    )


def installed(wheel: Path, place: Path) -> Path:
    """Install a wheel into a clean environment, and return its interpreter."""
    venv.create(place, with_pip=False)
    [packages] = place.glob("[Ll]ib/**/site-packages")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    subprocess.run([*pip, "--target", packages, wheel], check=True)
    return place / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def run(python: Path, code: str) -> str:
    """Run a program with an empty environment, and return what it prints."""
    command = [str(python), "-I", "-c", code]
    return subprocess.run(command, env={}, capture_output=True, text=True, check=True).stdout


def mb(size: int) -> str:
    """Write a size in megabytes."""
    return f"{size / 1e6:.1f} MB"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
