"""`fraktion vorschau`: the site with drafts, served on this machine, built again after every change.

Problems stand on top of every page while they last; what is wrong is left out, the rest is shown.
The script that reloads the page is put in when a page is served and is never part of the output.
"""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote

from ..records.characters import composed
from ..records.problems import Problem, count_line
from ..records.quoting import markup
from .build import build
from .result import Result
from .settings import Refusal, Settings

RELOAD = """<script>
const seen = %(version)d;
setInterval(async () => {
  try { if (+(await (await fetch("/~stand")).text()) !== seen) location.reload(); } catch {}
}, 700);
</script>"""
BOX = "font: 1rem/1.5 system-ui, sans-serif; margin: 0; padding: 1rem; background: #fff3c4; color: #3b2c00; border-bottom: 4px solid #b8860b; white-space: pre-wrap"


class Preview:
    """The last build's outcome; a number that grows with each build tells open pages to reload."""

    def __init__(self, settings: Settings, say: Callable[[str], None]):
        self.settings, self.say = settings, say
        self.version = 0
        self.problems: list[Problem] = []
        self.refusal = ""

    def rebuild(self, fresh: Callable[[], Settings] | None = None) -> None:
        try:
            if fresh:
                self.settings = fresh()
            result: Result = build(self.settings, lenient=True)
            self.problems, self.refusal = result.problems, ""
            self.say(count_line(result.problems))
        except Refusal as refusal:
            self.refusal = str(refusal)
            self.say(self.refusal)
        except Exception as error:  # a template that is being edited, say: the preview lives on
            self.refusal = f"Die Seite lässt sich gerade nicht bauen: {type(error).__name__}: {error}"
            self.say(self.refusal)
        self.version += 1

    def banner(self) -> str:
        text = self.refusal or (
            "\n".join(map(str, self.problems)) + "\n" + count_line(self.problems) if self.problems else ""
        )
        return (
            f'<aside style="{BOX}" role="status" aria-label="Probleme in den Texten">{markup(text)}</aside>'
            if text
            else ""
        )


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the output, with the banner and the reload script in every page."""

    extensions_map: ClassVar = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
    }

    def __init__(self, *args, preview: Preview, **kwargs):
        self.preview = preview
        super().__init__(*args, directory=str(preview.settings.output), **kwargs)

    def translate_path(self, path: str) -> str:
        """Files are published under composed names, however they are asked for."""
        return super().translate_path(quote(composed(unquote(path.partition("?")[0].partition("#")[0]))))

    def do_GET(self) -> None:
        if self.path == "/~stand":
            return self.answer(HTTPStatus.OK, "text/plain", str(self.preview.version))
        local = Path(self.translate_path(self.path))
        if local.is_dir() and self.path.split("?")[0].endswith("/"):
            local /= "index.html"
        if local.suffix == ".html" and local.is_file():
            return self.answer(HTTPStatus.OK, "text/html; charset=utf-8", self.dressed(local.read_text("utf-8")))
        if not local.exists():
            page = self.preview.settings.output / "404.html"
            text = (
                page.read_text("utf-8")
                if page.is_file()
                else "<!doctype html><title>404</title><body>Diese Seite gibt es nicht."
            )
            return self.answer(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", self.dressed(text))
        return super().do_GET()

    def dressed(self, page: str) -> str:
        """The page without its policy (it forbids our script), with banner and script."""
        page = page.replace('http-equiv="Content-Security-Policy"', 'name="policy-without-effect-in-preview"')
        head, body, rest = page.partition("<body")
        tag, close, text = rest.partition(">")
        return f"{head}{body}{tag}{close}{self.preview.banner()}{text}" + RELOAD % {"version": self.preview.version}

    def answer(self, status: HTTPStatus, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Robots-Tag", "noindex")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args) -> None:
        """Requests are not worth a line; builds are."""


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address) -> None:
        """A browser that hangs up, or a file that goes while it is read, is not worth a line."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def serve(preview: Preview, port: int) -> Server:
    """Listen on this machine only."""
    try:
        return Server(("127.0.0.1", port), partial(Handler, preview=preview))
    except OSError:
        raise Refusal(
            f"Der Anschluss {port} ist schon belegt. Läuft die Vorschau schon? Sonst: fraktion vorschau --port {port + 1}"
        ) from None


def run(preview: Preview, port: int, watched: list[Path], fresh: Callable[[], Settings]) -> None:
    """Serve until Ctrl+C; build again whenever a watched file changes."""
    import watchfiles  # comes with Pelican

    server = serve(preview, port)
    changes = watchfiles.watch(
        *[p for p in watched if p.exists()],
        raise_interrupt=False,
        debounce=200,
        rust_timeout=200,
        yield_on_timeout=True,
    )
    next(changes, None)  # it watches from here on, so that nothing saved during the first build is missed
    preview.rebuild()
    preview.say(f"Vorschau: http://127.0.0.1:{server.server_port}/  (Ende mit Strg+C)")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for changed in changes:
            if changed:
                preview.rebuild(fresh)
    except KeyboardInterrupt:
        pass
    server.shutdown()
    preview.say("Vorschau beendet.")
