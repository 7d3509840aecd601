"""WebSub: tell a hub which feeds have changed. Off unless WEBSUB is set; whatever the hub does, what is public stays public."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from ..records.german import counted

PATIENCE = 4  # seconds for one answer; a hub that does not answer once is not asked again


def ping(hub: str, feeds: Sequence[str], say: Callable[[str], None]) -> bool:
    """One request for each feed's address (WebSub leaves this to publisher and hub; this is what the public hubs take)."""
    from http.client import HTTPException  # both late: without a hub nobody needs them
    from urllib.request import Request, urlopen

    if not hub or not feeds:
        return False
    try:
        for address in feeds:
            data = urlencode({"hub.mode": "publish", "hub.url": address, "hub.topic": address}).encode()
            with urlopen(Request(hub, data, {"User-Agent": "fraktion"}), timeout=PATIENCE):
                pass
    except (OSError, ValueError, HTTPException) as error:
        say(
            f"Der Hub {hub} hat nicht geantwortet ({error}). Öffentlich ist trotzdem alles; Feed-Programme finden es, wenn sie das nächste Mal nachsehen."
        )
        return False
    say(f"Der Hub weiß Bescheid: {counted(len(feeds), 'Feed', 'Feeds')}.")
    return True
