"""Reads and writes weights.json, the matcher's fitted numbers."""

import json
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType

from bot.core.weights import Weights

PATH = Path(__file__).parent.parent / "weights.json"


def read_weights(path: Path = PATH) -> Weights:
    """The weights in force. Raises TypeError on a key that is unknown or missing."""
    values = json.loads(path.read_text(encoding="utf-8"))
    return Weights(**{**values, "confidence": MappingProxyType(values["confidence"])})


def write_weights(weights: Weights, path: Path = PATH) -> None:
    """Write `weights`; the same weights give the same file."""
    values = {each.name: getattr(weights, each.name) for each in fields(weights)}
    values["confidence"] = dict(weights.confidence)
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
