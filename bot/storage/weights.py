"""Reads and writes weights.json, the matcher's fitted numbers."""

import json
from dataclasses import asdict
from pathlib import Path

from bot.core.weights import Weights

PATH = Path(__file__).parent.parent / "weights.json"


def read_weights(path: Path = PATH) -> Weights:
    """The weights in force. Raises TypeError on a key that is unknown or missing."""
    return Weights(**json.loads(path.read_text(encoding="utf-8")))


def write_weights(weights: Weights, path: Path = PATH) -> None:
    """Write `weights`; the same weights give the same file."""
    values = asdict(weights)
    values["confidence"] = dict(weights.confidence)
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
