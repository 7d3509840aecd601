"""What a page weighs as our servers send it (brotli where it is text): `python -m tests.browser.weight` prints the README's figures."""

from __future__ import annotations

import io
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from plugins.publishing.webserver import is_text

from ..reading import Quiet
from .chromium import KINDS
from .conftest import WIDE, opened


@dataclass(frozen=True)
class Weight:
    first_view: int  # HTML and style sheet
    first_visit: int  # everything that is loaded
    second_page: int  # what another page of this kind loads after the home page
    requests: int


def sent(output: Path, path: str) -> int:
    file = output / (path + "index.html" if path.endswith("/") or not path else path)
    kind = mimetypes.guess_type(file.name)[0] or ""
    data = file.read_bytes()
    return len(brotli.compress(data)) if is_text(kind) else len(data)


class Packed(Quiet):
    """Text goes packed, as from our servers."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file() or not is_text(self.guess_type(file)):
            return super().send_head()
        data = brotli.compress(file.read_bytes())
        self.send_response(200)
        for name, value in {
            "Content-Type": self.guess_type(file),
            "Content-Encoding": "br",
            "Content-Length": str(len(data)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        return io.BytesIO(data)


def weigh(context, site: str, output: Path, address: str) -> Weight:
    """Letters come with the first text that needs them; a telephone that has loaded the home page has style and letters."""
    with opened(context, f"{site}/{address}") as page:
        page.wait_for_load_state("networkidle")
        asked = list(dict.fromkeys(unquote(urlsplit(url).path).lstrip("/") for url in page.asked))
    icon = next((output / "theme").glob("icon.*.svg")).relative_to(output).as_posix()
    asked = [*asked, *({icon} - set(asked))]  # a browser with tabs asks for it, a headless one does not
    style = [path for path in asked if path.endswith(".css")]
    letters = [path for path in asked if path.endswith(".woff2")]
    html = sent(output, address)
    return Weight(
        html + sum(sent(output, path) for path in style),
        sum(sent(output, path) for path in asked),
        sum(sent(output, path) for path in asked if path not in (*style, *letters, icon)),
        len(asked),
    )


def main() -> None:
    from ..reading import served
    from .chromium import launched
    from .pictures import built

    output = built(drafts=False)
    with served(output) as site, launched() as browser:
        rows = {}
        for kind, address in KINDS.items():
            with browser.new_context(viewport=WIDE) as context:
                rows[kind] = weigh(context, site, output, address)
    for kind, weight in rows.items():
        print(
            f"{kind:20} erster Blick {weight.first_view:6}  erster Besuch {weight.first_visit:6}  zweite Seite {weight.second_page:6}  Anfragen {weight.requests}"
        )
    for name in ("first_view", "first_visit", "second_page", "requests"):
        values = sorted(getattr(weight, name) for weight in rows.values())
        print(f"{name}: {values[0]} bis {values[-1]}, Mitte {values[len(values) // 2]}")


if __name__ == "__main__":
    main()
