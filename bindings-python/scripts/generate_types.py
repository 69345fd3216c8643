"""Generates kops/types.py from the JSON Schema: python scripts/generate_types.py [FILE]."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADER = '"""What the library takes and returns. From kops-core/src/schema.json by `make types`; do not edit."""\n\n'
OPTIONS = [
    "--input-file-type=jsonschema",
    "--output-model-type=typing.TypedDict",
    "--target-python-version=3.10",
    "--use-title-as-name",
    "--enum-field-as-literal=all",
    "--use-schema-description",
    "--use-field-description",
    "--use-standard-collections",
    "--use-union-operator",
    "--disable-timestamp",
    "--no-formatters",
]


IMPORTS = """if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import NotRequired
else:
    from kops._typed_dict import NotRequired, TypedDict
"""


def sayable(value: object) -> object:
    """Leave out what a TypedDict of Python 3.10 cannot say: that there are no other keys, and sizes of numbers."""
    if isinstance(value, list):
        return [sayable(item) for item in value]
    if isinstance(value, dict):
        unsaid = {"additionalProperties": False, "format": value.get("format")}
        return {key: sayable(item) for key, item in value.items() if key not in unsaid or item != unsaid[key]}
    return value


def finish(text: str) -> str:
    """Take out the document itself, and what would need another package."""
    text = re.sub(r"\A(#.*\n)+\s*", "", text)
    text = re.sub(r'\nKops: TypeAlias = Any\n"""\n.*?\n"""\n', "", text, count=1, flags=re.DOTALL)
    text = text.replace("from typing import Any", "from typing import TYPE_CHECKING, Any", 1)
    text = text.replace("TypeAlias, TypedDict\n", "TypeAlias\n", 1)
    return HEADER + text.replace("from typing_extensions import NotRequired\n", IMPORTS, 1)


def main() -> None:
    """Write the module."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "python/kops/types.py"
    schema = json.loads((ROOT.parent / "kops-core/src/schema.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "kops.json"), Path(folder, "types.py")
        source.write_text(json.dumps(sayable(schema)))
        command = [sys.executable, "-m", "datamodel_code_generator", f"--input={source}", f"--output={made}", *OPTIONS]
        subprocess.run(command, check=True)
        made.write_text(finish(made.read_text()))
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", "--line-length=120", str(made)], check=True)
        target.write_text(made.read_text())


if __name__ == "__main__":
    main()
