"""What every site's settings begin with: `from fraktion.einstellungen import *` in its pelicanconf.py, then what is its own."""

from .records.program import NAME, own_file

PATH = "content"
OUTPUT_PATH = "output"
THEME = str(own_file("theme"))
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"

# Eine Erweiterung macht alle Seiten.
PLUGINS = [f"{NAME}.site"]

# Pelicans eigene Erzeuger haben nichts zu tun; sonst schrieben zwei an derselben Ausgabe.
ARTICLE_PATHS = []
PAGE_PATHS = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

del NAME, own_file  # nicht für die Einstellungen gedacht
