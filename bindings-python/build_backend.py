"""Packs the library that cargo built into a wheel, as pip asks for (PEP 517, PEP 660).

The library is the one that `scripts/place_libraries.py` put into the package, so that the wheel and the package for
Node.js come from one compilation. Without one, cargo builds it.
"""

import base64
import hashlib
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "python"
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
VERSION = tomllib.loads((HERE.parent / "Cargo.toml").read_text())["workspace"]["package"]["version"]
INFO = f"{PROJECT['name']}-{VERSION}.dist-info"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    library = library_file()
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".pyi"} or path.name == "py.typed")
    content = {path.relative_to(PACKAGE).as_posix(): path.read_bytes() for path in [*files, library]}
    return write(wheel_directory, f"cp310-abi3-{platform_tag(library)}", content)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return write(wheel_directory, "py3-none-any", {"kops.pth": f"{PACKAGE}\n".encode()})


def library_file() -> Path:
    """Return the library in the package; where there is none, cargo builds it."""
    library = PACKAGE / "kops" / ("_native.pyd" if sys.platform == "win32" else "_native.abi3.so")
    if not library.exists():
        build = ["cargo", "build", "--release", "-p", "kops-python", "-p", "kops-node"]
        subprocess.run([*build, "--target-dir", HERE.parent / "target"], check=True, cwd=HERE.parent)
        place = HERE.parent / "scripts" / "place_libraries.py"
        subprocess.run([sys.executable, place, HERE.parent / "target" / "release"], check=True)
    return library


def platform_tag(library: Path) -> str:
    """Name the platform; on Linux with the oldest glibc that has every symbol of the library (PEP 600)."""
    tag = re.sub(r"[-.]", "_", sysconfig.get_platform())
    versions = [int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", library.read_bytes())]
    return tag.replace("linux_", f"manylinux_2_{max(versions)}_", 1) if versions else tag


def write(folder: str, tag: str, content: dict[str, bytes]) -> str:
    """Write a wheel, the same bytes for the same content, and return its name."""
    pure = "true" if tag.endswith("any") else "false"
    content = content | {
        f"{INFO}/METADATA": metadata().encode(),
        **{f"{INFO}/licenses/{name}": (HERE.parent / name).read_bytes() for name in PROJECT["license-files"]},
        f"{INFO}/WHEEL": f"Wheel-Version: 1.0\nGenerator: kops\nRoot-Is-Purelib: {pure}\nTag: {tag}\n".encode(),
    }
    record = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data in content.items())
    content[f"{INFO}/RECORD"] = f"{record}{INFO}/RECORD,,\n".encode()
    name = f"{PROJECT['name']}-{VERSION}-{tag}.whl"
    with zipfile.ZipFile(Path(folder) / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for path, data in content.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return name


def digest(data: bytes) -> str:
    """Return the SHA-256 as a wheel records it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def metadata() -> str:
    """Return the core metadata of `pyproject.toml`."""
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {PROJECT['name']}",
        f"Version: {VERSION}",
        f"Summary: {PROJECT['description']}",
        f"Keywords: {','.join(PROJECT['keywords'])}",
        f"License-Expression: {PROJECT['license']}",
        *(f"License-File: {name}" for name in PROJECT["license-files"]),
        f"Requires-Python: {PROJECT['requires-python']}",
        *(f"Classifier: {classifier}" for classifier in PROJECT["classifiers"]),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + (HERE / PROJECT["readme"]).read_text()
