"""Take the README's picture anew: the page of an example story as Chromium shows it.

    python scripts/picture.py examples/harbour/reports docs/images/dossier.png

Needs the package playwright and an installed Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from consilience.api import brief
from consilience.publish import html

SIZE = {"width": 1200, "height": 1340}


def main(reports: str, picture: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no chromium is installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page_file = Path(folder) / "dossier.html"
        page_file.write_text(html.render(brief([reports])), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, device_scale_factor=1, color_scheme="light")
        page.goto(page_file.as_uri())
        page.locator(".findings details").first.evaluate("part => { part.open = true; }")
        page.evaluate("scrollTo(0, document.querySelector('.dossier').offsetTop)")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
