"""Every function that the library lists has a typed one in Python."""

from pathlib import Path

from kops import _native

PACKAGE = Path(__file__).parents[1] / "python" / "kops"


def test_every_function_of_the_library_is_called_by_the_package() -> None:
    text = "\n".join(path.read_text() for path in PACKAGE.glob("*.py") if path.name != "types.py")
    assert [name for names in _native.tables() for name in names if f'"{name}"' not in text] == []


def test_every_call_of_the_engine_is_also_one_of_asyncio() -> None:
    from kops import AsyncEngine, Engine

    public = {name for name in vars(Engine) if not name.startswith("_")}
    assert public == {name for name in vars(AsyncEngine) if not name.startswith("_")}
