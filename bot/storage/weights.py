"""Reads and writes weights.json, the matcher's fitted numbers; with an encoder they are others."""

import json
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.core.weights import Confidence, Weights

PATH = Path(__file__).parent.parent / "weights.json"
SEMANTIC = PATH.with_name("weights-semantic.json")
MODELS = ("curated", "plain")


def read_weights(path: Path = PATH) -> Weights:
    """The weights in force. Raises TypeError on a key that is unknown or missing."""
    values = json.loads(path.read_text(encoding="utf-8"))
    models = {name: _model(values[name]) for name in MODELS if name in values}
    return Weights(**{**values, **models})


def _model(values: dict[str, Any]) -> Confidence:
    return Confidence(**{**values, "weights": MappingProxyType(values["weights"])})


def write_weights(weights: Weights, path: Path = PATH) -> None:
    """Write `weights`; the same weights give the same file."""
    values = {each.name: getattr(weights, each.name) for each in fields(weights)}
    for name in MODELS:
        model: Confidence = values[name]
        values[name] = {"bias": model.bias, "weights": dict(model.weights), "cite": model.cite}
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
