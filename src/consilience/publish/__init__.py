"""The last stage: a briefing as JSON, Markdown, a terminal's output or one HTML file.

>>> from consilience import publish
>>> publish.html.render(briefing)  # doctest: +SKIP
"""

from consilience.publish import html, json, limit, markdown

__all__ = ["html", "json", "limit", "markdown"]
