"""Einstellungen für die Technik. Wer die Fraktion ist, steht in content/fraktion.yaml."""

# Wo die Seite öffentlich steht, ohne Schrägstrich am Ende.
SITEURL = "https://www.example.org"

# Aus FEED_TAG entstehen die Kennungen der Feed-Einträge (RFC 4151). Einmal festlegen, nie mehr ändern,
# auch nicht beim Umzug auf eine andere Adresse: Sonst melden alle Feeds alles noch einmal.
FEED_TAG = "www.example.org,2026"

# Womit die Kennungen der offenen Daten beginnen (oparl/). Leer: mit SITEURL. Nach einem Umzug steht hier die frühere
# Adresse, sonst hielten Programme alles für neu.
OPARL_URL = ""

# Ein Hub (WebSub) sagt Feed-Programmen sofort, dass es Neues gibt. Er gehört anderen und erfährt jede Veröffentlichung;
# ohne ihn sehen die Programme von selbst nach. Einschalten, zum Beispiel: WEBSUB = "https://pubsubhubbub.appspot.com/"
WEBSUB = ""

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"

# Eine Erweiterung macht alle Seiten.
PLUGIN_PATHS = ["."]
PLUGINS = ["plugins.site"]

# Pelicans eigene Erzeuger haben nichts zu tun; sonst schrieben zwei an derselben Ausgabe.
ARTICLE_PATHS = []
PAGE_PATHS = []
STATIC_PATHS = []
THEME_STATIC_PATHS = []
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
