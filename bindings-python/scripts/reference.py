"""Writes the reference of the package as HTML.

Usage: reference.py FOLDER
"""

import sys
import warnings
from pathlib import Path

import kops
import pdoc


def main(folder: Path) -> None:
    """Write the pages; a warning ends it."""
    warnings.simplefilter("error")
    for name in kops.__all__:  # Those that are loaded when they are first used are then there.
        made = getattr(kops, name)
        if isinstance(made, type) and issubclass(made, BaseException):
            made.__module__ = "kops._errors"  # pdoc reads what fields mean in the source of this module.
    pdoc.pdoc("kops", "kops.aws", "kops.testing", output_directory=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
