"""Words that an address may have without being somebody’s room in a conference."""

from __future__ import annotations

# Rooms are named at random: three German words in a row are no room („rad-weg-neu“).
THREE = "|".join(
    ["abt", "all", "als", "alt", "amt", "amy", "arm", "art", "ast", "auf", "aus", "axt", "bad", "bau", "bei", "bis", "bus", "chi", "cup", "das", "dem", "den", "der", "des", "die", "dir", "dom", "dos", "drei", "duo", "eck", "ehe", "ein", "eis", "elf", "end", "eng", "ere", "erz", "fan", "fax", "fee", "fit", "fix", "fox", "fuß", "für", "gab", "gas", "gel", "gen", "ger", "gib", "gut", "hab", "hat", "heu", "hin", "hof", "hut", "ich", "ihm", "ihn", "ihr", "ist", "jog", "kai", "kfz", "kin", "kit", "kur", "lag", "law", "lob", "log", "lok", "los", "mai", "mal", "mir", "mit", "mut", "nah", "neu", "neo", "nie", "not", "nun", "nur", "nut", "oft", "ohr", "ohm", "oma", "opa", "orf", "ort", "ost", "out", "ort", "pro", "rad", "rat", "rot", "ruf", "rum", "sag", "see", "sei", "sie", "sog", "süd", "tag", "tat", "tee", "tim", "tod", "tor", "tun", "typ", "uhr", "umo", "und", "uni", "uns", "ufo", "vom", "von", "vor", "war", "was", "weg", "wem", "wen", "wer", "wie", "wir", "wut", "zoo", "zug", "zum", "zur"]
)

# First folders of a meeting host that are pages about it and no rooms.
PAGES = "|".join(
    ["about", "agb", "aktuelles", "anfahrt", "angebot", "angebote", "anleitung", "anleitungen", "anmelden", "anmeldung", "archiv", "assets", "barrierefreiheit", "bedienung", "blog", "buchen", "buchung", "css", "datenschutz", "datenschutzerklaerung", "demo", "dienste", "docs", "dokumentation", "downloads", "download", "einfuehrung", "events", "faq", "features", "fonts", "fragen", "haeufige-fragen", "handbuch", "help", "hilfe", "hinweise", "home", "images", "impressum", "imprint", "index", "info", "infos", "information", "informationen", "kalender", "kontakt", "kontaktformular", "konto", "kurse", "leitfaden", "libs", "login", "logout", "media", "mediathek", "nachrichten", "neuigkeiten", "news", "newsletter", "nutzung", "nutzungsbedingungen", "presse", "preise", "privacy", "programm", "register", "regeln", "registrierung", "schulung", "schulungen", "seiten", "service", "services", "sitzungen", "sounds", "start", "startseite", "static", "status", "support", "team", "teams", "termin", "termine", "termine-und-orte", "terms", "themen", "ueber", "ueber-uns", "uebersicht", "unterstuetzung", "veranstaltung", "veranstaltungen", "wartung", "willkommen"]
)
