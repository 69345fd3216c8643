"""Checks a pull request: prints the plan as a comment, and fails where data would be lost.

Usage: pull_request.py FILE...

Exit status: 0 without changes, 2 with changes, 3 where data would be lost, 1 for an invalid spec, and 75 where trying
again may help.
"""

import sys
from pathlib import Path

import kops

ACCOUNT = Path(__file__).parents[1] / "fairwinds" / "account.json"


def gate(engine: kops.Engine, files: list[str]) -> int:
    """Plan the cluster of some files, print the comment, and return the exit status."""
    try:
        plan = engine.plan(kops.load_files(files))
    except kops.InvalidSpec as error:
        for found in error.diagnostics:
            # Shown beside the line of the pull request by GitHub.
            place = f"file={found.location.file},line={found.location.line}" if found.location else ""
            print(f"::{found.severity} {place}::{found.code} {found.message}")
        return 1
    except kops.CloudError as error:
        print(f"{error} ({error.help})", file=sys.stderr)
        return 75 if error.retryable else 1
    print(plan.report(format="markdown"))
    if any(step["disruption"] == "data" for step in plan.steps):
        return 3
    return 0 if plan.is_empty else 2


if __name__ == "__main__":
    # In a pipeline: kops.aws.Account(region=..., credentials=kops.aws.from_boto3(boto3.Session())).
    simulated = kops.SimulatedAccount.from_json(ACCOUNT.read_text())
    sys.exit(gate(kops.Engine(simulated), sys.argv[1:]))
