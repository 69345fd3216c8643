"""Plans as Python's values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kops import types


def joined(parts: list[str]) -> types.Plan:
    """Read a plan from its parts, one at a time: other threads run in between."""
    plan: types.Plan = json.loads(parts[0])
    for part in parts[1:]:
        plan["steps"] += json.loads(part)
    return plan
