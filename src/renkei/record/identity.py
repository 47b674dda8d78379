"""Identity: one hash of everything that decides an answer."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def identity(content: Any) -> str:
    """Hash of plain data (mappings, lists, text, numbers), whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
