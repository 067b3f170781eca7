"""A briefing as one HTML file that needs nothing else and asks for nothing.

The style sheet and the script are held by their digests in the page's own
Content-Security-Policy: whatever else a report might smuggle in cannot run or load.
The page reads, prints and links without the script, which only opens passages
beside the statement instead of further down.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from consilience.model import Briefing
from consilience.publish import graph, wording
from consilience.publish.characters import visible
from consilience.publish.views import view


def render(b: Briefing) -> str:
    """The whole page. The same briefing gives the same bytes."""
    environment = _environment()
    dossiers = [view(dossier, place) for place, dossier in enumerate(b.dossiers, 1)]
    style = _asset("page.css") + _targets(name for d in dossiers for name in d.broken)
    script = _asset("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = environment.get_template("page.html.j2").render(
        briefing=b,
        dossiers=dossiers,
        policy=policy,
        # Both are files of this package and ordinals, nothing of a report.
        style=Markup(style),
        script=Markup(script),
    )
    return visible(page)


def _targets(names: Iterable[str]) -> str:
    """A passage in several pieces lights up whole when its first piece is jumped to."""
    rule = ':root:has([id="{0}"]:target) [data-passages~="{0}"]{{background:var(--mark-on)}}\n'
    return "".join(rule.format(name) for name in names)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    environment = _environment()
    source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
    return source


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("consilience.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css"] = lambda status: "is-" + status.replace(" ", "-")
    environment.globals.update(
        STATUS=wording.STATUS,
        RELATION=wording.RELATION,
        NO_CONFLICT=wording.NO_CONFLICT,
        CLAIM=wording.CLAIM,
        difference=wording.difference,
        number=wording.number,
        listed=wording.listed,
        place_words=wording.place,
        lies=wording.lies,
        coordinates=wording.coordinates,
        graph=graph,
    )
    return environment
