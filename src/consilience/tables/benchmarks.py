"""Stock indices and other benchmarks that news quotes by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from consilience.tables import load


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A row of benchmarks.toml. ``articled`` names mean it after "the" only: "the Dow", not Dow Chemical."""

    name: str
    names: tuple[str, ...]
    articled: tuple[str, ...] = ()
    country: str | None = None


@lru_cache(maxsize=1)
def rows() -> tuple[Benchmark, ...]:
    """All rows, in the file's order."""
    return tuple(
        Benchmark(row["name"], tuple(row["names"]), tuple(row.get("articled", ())), row.get("country"))
        for row in load("benchmarks.toml")["benchmarks"]
    )


@lru_cache(maxsize=1)
def _index() -> dict[str, Benchmark]:
    return {name: row for row in rows() for name in (row.name, *row.names, *row.articled)}


def find(name: str) -> Benchmark | None:
    """The benchmark of that name, in its exact letters, the article and a closing "index" left out."""
    bare = name.removeprefix("the ").removeprefix("The ")
    for ending in ("", " Index", " index", " Average", " average"):
        row = _index().get(bare.removesuffix(ending)) if bare.endswith(ending) else None
        if row:
            return row
    return None
