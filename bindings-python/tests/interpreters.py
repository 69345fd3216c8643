"""The CPythons of this machine."""

import shutil
import subprocess
import sys
from pathlib import Path


def interpreters() -> dict[str, Path]:
    """Find every CPython that the package is for: this one, those on the path, and those of pyenv."""
    found = {sys.version_info[:2]: Path(sys.executable)}
    named = [shutil.which(f"python3.{minor}") for minor in range(10, 20)]
    of_pyenv = (Path.home() / ".pyenv" / "versions").glob("3.*/bin/python")
    for python in [Path(path) for path in named if path] + sorted(of_pyenv):
        asked = [str(python), "-c", "import sys; print(sys.implementation.name, *sys.version_info[:2])"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
        name, _, version = answer.stdout.strip().partition(" ")
        if answer.returncode == 0 and name == "cpython":
            major, minor = (int(word) for word in version.split())
            found.setdefault((major, minor), python)
    return {f"{major}.{minor}": python for (major, minor), python in found.items() if (major, minor) >= (3, 10)}
