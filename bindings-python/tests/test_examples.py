"""The examples run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
SPEC = EXAMPLES / "fairwinds" / "cluster_spec.yml"


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, EXAMPLES / "python" / name, *arguments], capture_output=True, text=True)


def test_a_pull_request_gets_its_plan_as_a_comment_and_an_exit_status(tmp_path: Path) -> None:
    ran = run("pull_request.py", str(SPEC))
    assert (ran.returncode, ran.stderr) == (2, "")
    assert ran.stdout.startswith("### Plan for `demo.kube.example.com` in `us-east-2`\n")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(SPEC.read_text().replace("channel:", "chanel:"))
    ran = run("pull_request.py", str(wrong))
    assert ran.returncode == 1
    assert ran.stdout.startswith(f"::error file={wrong},line=")


def test_automation_is_tested_against_the_simulated_account() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLES / "python")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert "2 passed" in ran.stdout


def test_many_clusters_are_planned_at_once() -> None:
    lines = run("many_clusters.py").stdout.splitlines()
    assert len(lines) == 10
    assert all(" steps, " in line for line in lines)
    assert len({line.split()[-1] for line in lines}) == 10
