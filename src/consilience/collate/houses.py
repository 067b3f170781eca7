"""Who publishes each report of a story: the house that stands behind an outlet, a host or a name."""

from __future__ import annotations

from collections.abc import Sequence

from consilience.model import Report
from consilience.tables import publishers


def names_of(report: Report) -> frozenset[str]:
    """The names of the report's outlet and publisher, with all that the table knows them by."""
    given = [name for name in (report.outlet, report.publisher) if name]
    rows = [row for name in (report.outlet or report.url, report.publisher) if name and (row := publishers.of(name))]
    return frozenset({*given, *(name for row in rows for name in (row.name, *row.aliases))})


def calls_itself(report: Report) -> frozenset[str]:
    """The same, with the shorter names that only its own text uses ("told the Courier")."""
    names = names_of(report)
    return names | {short for name in names if not publishers.host(name) for short in publishers.short_names(name)}


def publishers_of(reports: Sequence[Report]) -> dict[str, str]:
    """Who publishes each report of a story, by its id: papers of one owner are one; an unknown outlet is one itself.

    A feed gives the publisher's name where a saved page has but its host. So a report that names nobody has the
    publisher that the others of its host name, where they all name the same.
    """
    named: dict[str, set[str]] = {}
    for report in reports:
        if (site := _site(report)) and (name := _name(report)) and name not in report.credits:
            named.setdefault(site, set()).add(_owner(name))
    found = {}
    for report in reports:
        site, name = _site(report), _name(report)
        known = publishers.of(report.outlet or report.url or "")
        others = named.get(site or "", set())
        alone = next(iter(others)) if len(others) == 1 else site
        found[report.id] = known.owner if known else _owner(name) if name else alone or report.id
    return found


def _owner(name: str) -> str:
    known = publishers.of(name)
    return known.owner if known else publishers.key(name)


def _name(report: Report) -> str | None:
    """The publisher, or an outlet that is called by a name and not by its host."""
    return report.publisher or (report.outlet if report.outlet and not publishers.host(report.outlet) else None)


def _site(report: Report) -> str | None:
    site = publishers.host(report.outlet or "") or publishers.host(report.url or "")
    return site.removeprefix("www.") if site else None
