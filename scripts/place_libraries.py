"""Copies the libraries that cargo built to where the packages for Python and Node.js load them from.

Usage: place_libraries.py FOLDER, for example target/debug
"""

import os
import platform
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / "bindings-python" / "python" / "kops"
NODE = ROOT / "bindings-node"


def main(folder: Path) -> None:
    """Copy both libraries."""
    prefix, suffix = {"darwin": ("lib", ".dylib"), "win32": ("", ".dll")}.get(sys.platform, ("lib", ".so"))
    place(
        folder / f"{prefix}_native{suffix}", PYTHON / ("_native.pyd" if sys.platform == "win32" else "_native.abi3.so")
    )
    place(folder / f"{prefix}kops_node{suffix}", NODE / f"kops.{node_platform()}.node")


def node_platform() -> str:
    """Name this machine as Node.js names platforms, with the C library where there are several."""
    machine = platform.machine().lower()
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(machine, machine)
    libc = {"linux": "-gnu" if platform.libc_ver()[0] == "glibc" else "-musl"}.get(sys.platform, "")
    return f"{sys.platform}-{machine}{libc}"


def place(library: Path, target: Path) -> None:
    """Copy a library beside its place and move it there: a process may have the old one loaded."""
    new = target.with_suffix(".new")
    shutil.copyfile(library, new)
    os.replace(new, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
