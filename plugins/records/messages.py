"""Every sentence about a mistake, in German: what is there, and what to do.

Neutral form („Bitte eintragen: …“), no „Fehler:“, no exclamation mark. A test makes each one appear.
"""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # ------------------------------------------------------------------ the file as a whole
    "file-large": (
        "Die Datei ist {size} MB groß; das ist für einen Text zu viel.",
        "Bitte prüfen, ob hier versehentlich ein Bild oder PDF als Text gespeichert ist. Texte haben höchstens 1 MB.",
    ),
    "file-unreadable": (
        "Die Datei lässt sich nicht lesen ({why}).",
        "Bitte die Rechte der Datei prüfen oder sie neu speichern.",
    ),
    "file-failed": (
        "Beim Lesen dieser Datei brach das Programm ab: {why}.",
        "Das ist ein Mangel des Programms; bitte melden und die Datei beilegen. Bis dahin hilft es, sie zu kürzen oder wegzulassen.",
    ),
    "page-failed": (
        "Beim Schreiben der Seite {page} brach das Programm ab: {why}.",
        "Das ist ein Mangel der Vorlage oder des Programms; bitte melden und den Text beilegen, aus dem die Seite entsteht.",
    ),
    "file-link": (
        "Das ist eine Verknüpfung auf eine andere Datei.",
        "Bitte die Datei selbst hierher legen; Verknüpfungen werden nicht verfolgt.",
    ),
    "file-alike": (
        "Hier liegen zwei Dateien, deren Namen gleich aussehen: „{name}“ ({size}), und dieselben Buchstaben zerlegt, „{apart}“ ({other}), wie ein Mac sie schreibt.",
        "Bitte eine von beiden löschen oder anders nennen.",
    ),
    "file-stray": (
        "Diese Datei gehört zu keinem Text und wird nicht veröffentlicht.",
        "Bitte in den Ordner {folder}/<Name des Textes>/ legen oder löschen. Texte enden auf „.md“.",
    ),
    "file-unnamed": (
        "Kein Text nennt diese Datei; deshalb wird sie nicht veröffentlicht.",
        "Bitte in {text} unter „pdf“ oder „anlagen“ nennen, im Text verlinken oder löschen.",
    ),
    "text-misplaced": (
        "Das ist nach seinem Kopf „{noun}“ und liegt im falschen Ordner; so erscheint es nicht.",
        "Bitte verschieben nach {target}. `fraktion pruefen --beheben` tut das.",
    ),
    "text-ending": (
        "Der Text „{name}“ wird nicht gelesen, weil sein Name anders endet als „.md“; er erscheint nirgends.",
        "Bitte umbenennen in „{target}“. `fraktion pruefen --beheben` tut das.",
    ),
    "text-office": (
        "„{name}“ ist ein Dokument, kein Text; so erscheint es nirgends.",
        "Bitte übernehmen mit: fraktion neu antrag --aus {path} Soll es eine Anlage sein, bitte in den Ordner neben dem Text legen und unter „anlagen“ nennen.",
    ),
    "file-copy": (
        "„{name}“ sieht nach einer Kopie aus, wie sie ein Abgleich anlegt, und ist von „{other}“ verschieden.",
        "Bitte beide vergleichen und eine der beiden Dateien aus content/ nehmen.",
    ),
    "text-stray": (
        "Diese Datei liegt an einem Ort, von dem nichts gelesen wird.",
        "Bitte verschieben oder umbenennen. Gelesen wird aus: {known}",
    ),
    "encoding": (
        "Die Datei ist nicht in UTF-8 gespeichert ({what}).",
        "Bitte im Editor „Speichern unter … Kodierung: UTF-8“ wählen.",
    ),
    "character": (
        "Bei „{near}“ steht {kind} ({code}).",
        "Bitte löschen und die Stelle neu tippen. `fraktion pruefen --beheben` entfernt solche Zeichen.",
    ),
    "name-bad": (
        "Der Dateiname „{name}“ taugt nicht als Adresse.",
        "Bitte umbenennen in „{proposal}.md“. Erlaubt sind a–z, 0–9 und der Bindestrich.",
    ),
    "name-reserved": (
        "Die Adresse „{name}“ ist schon für eine Übersicht vergeben.",
        "Bitte die Datei anders nennen, zum Beispiel „{proposal}.md“.",
    ),
    "address-twice": (
        "Die Adresse „{address}“ hat schon der Eintrag „{other}“.",
        "Bitte bei einem der beiden einen anderen Namen oder eine andere „adresse“ eintragen.",
    ),
    "list-missing": ("Die Datei fehlt.", "Bitte anlegen; das Handbuch sagt, was darin steht: {example}"),
    "confirm": (
        "Hier ist noch zu prüfen: {what}",
        "Bitte nachsehen und berichtigen; stimmt es, die ganze Zeile mit „bitte prüfen“ löschen. Bis dahin wird der Text nicht veröffentlicht.",
    ),
    "confirm-draft": (
        "Hier ist noch zu prüfen: {what}",
        "Bitte nachsehen und berichtigen; stimmt es, die ganze Zeile mit „bitte prüfen“ löschen.",
    ),
    # ------------------------------------------------------------------ the head
    "head-empty": ("Die Datei ist leer.", "Bitte löschen oder mit `fraktion neu` eine Vorlage anlegen."),
    "head-missing": (
        "Der Kopf fehlt. Die Datei beginnt mit „{line}“.",
        "Bitte ganz oben eine Zeile mit drei Strichen „---“ setzen, darunter die Angaben, darunter wieder „---“.",
    ),
    "head-late": (
        "Die erste Zeile „---“ steht nicht ganz oben links.",
        "Bitte leere Zeilen und Leerzeichen davor löschen.",
    ),
    "head-open": (
        "Der Kopf hört nicht auf.",
        "Bitte unter die letzte Angabe eine Zeile mit drei Strichen „---“ setzen.",
    ),
    "head-no-keys": (
        "Im Kopf stehen keine Angaben der Form „schlüssel: wert“.",
        "Bitte mindestens die Pflichtangaben eintragen; `fraktion neu` legt eine Vorlage an.",
    ),
    "head-large": (
        "Der Kopf ist länger als 100.000 Zeichen.",
        "Bitte prüfen, ob die Zeile „---“ unter dem Kopf fehlt.",
    ),
    "list-long": (
        "Die Liste hat {count} Einträge; höchstens {most} sind vorgesehen.",
        "Bitte ab hier kürzen; was zusammengehört, in einen Eintrag fassen.",
    ),
    "list-no-rows": (
        "Hier wird eine Liste erwartet.",
        "Bitte jeden Eintrag mit „- “ beginnen, zum Beispiel: {example}",
    ),
    "list-no-map": ("Hier werden Angaben der Form „schlüssel: wert“ erwartet.", "Zum Beispiel: {example}"),
    "yaml": (
        "Hier ist die Datei nicht lesbar: „{near}“.",
        "Bitte diese und die Zeile davor prüfen: Angaben derselben Stufe gleich weit eingerückt, nach dem Doppelpunkt ein Leerzeichen, Klammern und Anführungszeichen geschlossen.",
    ),
    "yaml-tab": ("Die Zeile ist mit einem Tabulator eingerückt.", "Bitte Leerzeichen nehmen, zwei je Stufe."),
    "yaml-colon": (
        "In „{line}“ steht ein zweiter Doppelpunkt.",
        "Bitte den Wert in Anführungszeichen setzen: {mended}",
    ),
    "yaml-comment": (
        "Alles ab „{lost}“ ginge verloren, weil nach einem Leerzeichen das Zeichen # einen Kommentar beginnt.",
        "Bitte den Wert in Anführungszeichen setzen: {mended} (Ein Kommentar bekommt eine eigene Zeile.)",
    ),
    "yaml-quote": (
        "Das Anführungszeichen {sign} bei „{key}“ wird nicht geschlossen.",
        "Bitte am Ende des Wertes {sign} setzen.",
    ),
    "yaml-after": (
        "Nach dem schließenden {sign} steht noch „{rest}“.",
        "Bitte den ganzen Wert in Anführungszeichen setzen: {mended}",
    ),
    "yaml-bracket": (
        "Die Klammer in „{near}“ wird nicht geschlossen.",
        "Bitte am Ende {sign} setzen; ein Wert mit # oder Doppelpunkt darin braucht Anführungszeichen.",
    ),
    "yaml-no-colon": (
        "„{near}“ ist keine Angabe der Form „schlüssel: wert“.",
        "Bitte den Doppelpunkt ergänzen. Gehört die Zeile zum Text, fehlt darüber die Zeile „---“; gehört sie zum Wert davor, weiter einrücken.",
    ),
    "yaml-indent": (
        "„{near}“ ist anders eingerückt als die Angaben davor.",
        "Bitte Angaben derselben Stufe gleich weit einrücken.",
    ),
    "yaml-below": (
        "„{near}“ steht eingerückt unter einem Wert.",
        "Ist es eine eigene Angabe, bitte so weit einrücken wie die davor. Gehört es zum Wert, bitte den ganzen Wert in Anführungszeichen setzen.",
    ),
    "yaml-dash": (
        "In „{line}“ fehlt das Leerzeichen nach dem Strich.",
        "Bitte jede Zeile der Liste so beginnen: {mended}",
    ),
    "yaml-start": (
        "Der Wert beginnt mit „{sign}“; das hat hier eine besondere Bedeutung.",
        "Bitte den Wert in Anführungszeichen setzen: {mended}",
    ),
    "yaml-blank": ("In „{line}“ fehlt das Leerzeichen nach dem Doppelpunkt.", "Bitte so schreiben: {mended}"),
    "yaml-alias": (
        "Hier steht „{sign}“; das wäre ein Verweis innerhalb der Datei, und die werden nicht gelesen.",
        "Bitte den Wert ausschreiben oder, wenn er mit * oder & beginnt, in Anführungszeichen setzen.",
    ),
    "yaml-tag": (
        "Hier steht „{tag}“; das wäre eine Typangabe, und die werden nicht gelesen.",
        "Bitte den Wert in Anführungszeichen setzen, wenn er mit einem Ausrufezeichen beginnt.",
    ),
    "yaml-escape": (
        "Hinter dem \\ in diesem Wert steht {kind} ({code}).",
        "Bitte löschen. Ein \\, das so dastehen soll, wird doppelt geschrieben: \\\\",
    ),
    "yaml-backslash": (
        'Zwischen zwei " hat das Zeichen \\ eine besondere Bedeutung: „{near}“.',
        "Bitte \\\\ schreiben oder einfache Anführungszeichen ' nehmen.",
    ),
    "yaml-second": (
        "Hier beginnt nach „---“ oder „...“ ein zweiter Teil; gelesen wird nur einer.",
        "Bitte diese Zeile mit „---“ oder „...“ löschen.",
    ),
    "yaml-deep": (
        "Die Angaben sind zu tief verschachtelt.",
        "Bitte Einrückung und Klammern prüfen; mehr als vier Stufen braucht kein Text.",
    ),
    "yaml-key": (
        "Hier steht eine Liste oder ein Block, wo ein Schlüssel erwartet wird.",
        "Bitte „schlüssel: wert“ schreiben.",
    ),
    "key-twice": (
        "„{key}“ steht zweimal da, zuerst in Zeile {line}.",
        "Bitte eine der beiden Zeilen löschen. Mehrere Werte gehören als Liste unter einen Schlüssel.",
    ),
    # ------------------------------------------------------------------ keys and values
    "key-unknown": ("„{key}“ ist hier nicht bekannt.", "Bekannt sind: {known}."),
    "key-near": ("„{key}“ ist hier nicht bekannt.", "Meinten Sie „{near}“?"),
    "key-inside": (
        "„{key}“ gehört nicht an diese Stelle, sondern in einen Eintrag unter „{holder}“.",
        "Bitte dort eingerückt unter die Zeile mit „{first}“ setzen, zum Beispiel: {key}: {own}",
    ),
    "key-above": (
        "„{key}“ gehört nicht in diesen Eintrag, sondern an den Anfang der Zeile im Kopf.",
        "Bitte die Zeile ohne Einrückung an eine andere Stelle des Kopfes setzen.",
    ),
    "key-picture": (
        "„{key}“ gibt es bei „{noun}“ nicht; Bilder gehören hier in den Text.",
        "Bitte die Zeile löschen, das Bild in den Ordner neben dem Text legen und im Text schreiben: ![Was zu sehen ist](bild.jpg)",
    ),
    "key-other": (
        "„{key}“ gehört nicht zu „{noun}“, sondern zu: {kinds}.",
        "Ist der Text das, gehört die Datei nach {folders}; sonst bitte die Zeile löschen.",
    ),
    "key-status": (
        "„status: {value}“ ist nicht die Angabe für den Ausgang.",
        "Bitte „stand: {value}“ schreiben oder die Zeile löschen: Der Stand ergibt sich aus der Beratungsfolge.",
    ),
    "key-missing": ("„{key}“ ({label}) fehlt.", "Bitte eintragen, zum Beispiel: {key}: {example}"),
    "uid-missing": (
        "„uid“ (Kennung) fehlt.",
        "Bitte diese Zeile in den Kopf setzen: uid: {uid}  (`fraktion pruefen --beheben` tut das.)",
    ),
    "uid-bad": (
        "„uid: {value}“ ist keine Kennung.",
        "Eine Kennung hat sechs Zeichen aus {alphabet}. Vorschlag: uid: {uid}",
    ),
    "reference-twice": (
        "Die Drucksache {value} steht auch in {other}.",
        "Bitte die Nummer prüfen. Ist es derselbe Antrag, eine der beiden Dateien löschen.",
    ),
    "uid-twice": (
        "Die Kennung {uid} steht schon in {other}.",
        "Bitte in der neueren der beiden Dateien eine andere eintragen, zum Beispiel: uid: {proposal}",
    ),
    "value-one": ("Bei „{key}“ ({label}) steht eine Liste; hier passt nur ein Wert.", "Zum Beispiel: {key}: {example}"),
    "value-scalar": (
        "Bei „{key}“ ({label}) stehen mehrere Angaben; hier passt nur ein einfacher Wert.",
        "Zum Beispiel: {key}: {example}",
    ),
    "value-rows": (
        "Bei „{key}“ ({label}) werden einzelne Angaben erwartet.",
        "Bitte darunter eingerückt eintragen: {known}.",
    ),
    "value-line": (
        "Bei „{key}“ ({label}) stehen mehrere Zeilen; hier passt nur eine.",
        "Bitte in eine Zeile schreiben.",
    ),
    "value-long": (
        "„{key}“ ({label}) hat {count} Zeichen; höchstens {most} sind vorgesehen.",
        "Bitte kürzen; der Rest gehört in den Text.",
    ),
    "value-choice": ("„{key}: {value}“ ist kein bekannter Wert.", "Bitte einen dieser Werte eintragen: {values}."),
    "value-choice-near": ("„{key}: {value}“ ist kein bekannter Wert.", "Meinten Sie „{near}“? Möglich sind: {values}."),
    "value-noun": (
        "Wie „{value}“ in den anderen Fällen heißt, ist hier nicht bekannt.",
        "Bitte drei Formen mit Artikel schreiben, durch Kommas getrennt: {key}: der Rat, des Rates, die Räte",
    ),
    "words-same": (
        "„{word}“ steht hier für zwei verschiedene Dinge.",
        "Bitte unter „woerter“ für eines von beiden ein anderes Wort eintragen oder die Zeile löschen.",
    ),
    "setting-moved": (
        "Wie die Vertretung spricht, steht noch in den Einstellungen (VERTRETUNG).",
        "Es gehört nach content/fraktion.yaml. Umziehen lässt es: fraktion umstellen .",
    ),
    "value-date": (
        "„{key}: {value}“ ist kein Datum.",
        "Zum Beispiel: {key}: {example}, oder wie auf dem Schreiben: 3. September 2026, 3.9.2026",
    ),
    "value-date-slash": (
        "„{key}: {value}“ lässt sich auf zwei Arten lesen.",
        "Steht der Tag vorn, bitte Punkte schreiben: {key}: {proposal}",
    ),
    "value-nothing": (
        "„{key}: {value}“ ({label}) steht für keine Angabe und wird so gelesen.",
        "Bitte die Zeile leer lassen, bis es etwas einzutragen gibt.",
    ),
    "value-no-day": (
        "Den {value} gibt es nicht.",
        "Bitte im Kalender nachsehen; geschrieben wird Jahr-Monat-Tag, zum Beispiel: {key}: {example}",
    ),
    "value-year": (
        "Das Jahr in „{key}: {value}“ liegt vor 1900 oder nach 2100.",
        "Bitte das Jahr prüfen; geschrieben wird Jahr-Monat-Tag, zum Beispiel: {key}: {example}",
    ),
    "value-time": ("„{key}: {value}“ ist keine Uhrzeit.", "Bitte so schreiben: {key}: {example}"),
    "value-count": (
        "„{key}: {value}“ ist keine Anzahl.",
        "Bitte nur Ziffern schreiben, höchstens vier, zum Beispiel: {key}: {example}",
    ),
    "value-flag": ("„{key}: {value}“ ist weder ja noch nein.", "Bitte „ja“ oder „nein“ eintragen."),
    "value-url": (
        "„{key}: {value}“ ist keine Adresse im Netz.",
        "Eine Adresse beginnt mit https:// und enthält keine Leerzeichen, zum Beispiel: {key}: {example}",
    ),
    "value-mail": ("„{key}: {value}“ ist keine Mailadresse.", "Zum Beispiel: {key}: {example}"),
    "value-contact": (
        "„{key}: {value}“ ist weder eine Adresse im Netz noch eine Mailadresse.",
        "Zum Beispiel: {key}: {example}",
    ),
    "value-slug": (
        "„{key}: {value}“ taugt nicht als Adresse.",
        "Erlaubt sind a–z, 0–9 und der Bindestrich. Vorschlag: {key}: {proposal}",
    ),
    "value-point": (
        "„{key}: {value}“ nennt keine Stelle im Bild.",
        "Bitte oben, unten, links, rechts oder Mitte schreiben, auch zwei davon, oder zwei Zahlen von 0 bis 100, zum Beispiel: {key}: {example}",
    ),
    "word-slip": ("In „{value}“ steht „{word}“.", "Meinten Sie „{near}“?"),
    "votes-quoted": (
        "„{value}“ lässt sich nicht ganz als Abstimmung lesen und steht deshalb als Zitat auf der Seite.",
        "Gelesen wird zum Beispiel: „24 Ja, 41 Nein, 1 Enthaltung“, „mit 24 gegen 5 Stimmen“, „einstimmig bei 2 Enthaltungen (SPD)“, „mehrheitlich gegen die Stimmen der FDP“.{heard}",
    ),
    "result-quoted": (
        "„{value}“ lässt sich nicht ganz als Ergebnis lesen und steht deshalb als Zitat auf der Seite; entschieden gilt damit nichts.",
        "Ein Ergebnis sind: {values}. Der Satz der Niederschrift gehört dann unter „wortlaut“.{heard}",
    ),
    "result-half": (
        "„{value}“ sagt, wie abgestimmt wurde, aber nicht, was beschlossen ist; es steht als Zitat auf der Seite.",
        "Bitte dazuschreiben, ob der Antrag damit {adopted} oder {rejected} ist, zum Beispiel: {value}, {adopted}",
    ),
    # ------------------------------------------------------------------ references
    "ref-unknown": (
        "„{value}“ ist kein bekannter Eintrag für „{key}“ ({label}).",
        "Bekannt sind: {known}. Neue Einträge gehören nach {where}.",
    ),
    "ref-near": (
        "„{value}“ ist kein bekannter Eintrag für „{key}“ ({label}).",
        "Meinten Sie „{near}“? Neue Einträge gehören nach {where}.",
    ),
    "committee-unknown": (
        "„{value}“ bei „{key}“ ist kein bekanntes Gremium.",
        'Bekannt sind: {known}. Hieß eines davon früher so, bitte in seiner Datei ergänzen: frueher: ["{value}"] Ein neues legt an: fraktion neu gremium',
    ),
    "committee-near": (
        "„{value}“ bei „{key}“ ist kein bekanntes Gremium.",
        'Meinten Sie „{near}“? Hieß es früher so, bitte in {file} ergänzen: frueher: ["{value}"] Dann bleibt hier der Name von damals stehen.',
    ),
    "ref-list": (
        "Bei „{key}“ ({label}) stehen mehrere Einträge in einer Zeile.",
        "Bitte als Liste schreiben: {key}: [{value}]",
    ),
    "ref-foreign-near": (
        "„{value}“ bei „{key}“ ist niemandem hier zugeordnet, ähnelt aber „{near}“.",
        "Ist dasselbe gemeint, bitte „{near}“ schreiben; sonst bleibt es, wie es ist.",
    ),
    "draft-named": (
        "„{value}“ ist noch ein {draft} und erscheint nicht auf der Seite.",
        "Bitte hier erst nennen, wenn dort die Zeile „stand: {draft}“ oder „entwurf: ja“ nicht mehr dasteht.",
    ),
    "waiting-named": (
        "„{value}“ erscheint erst am {date}.",
        "Bitte hier erst ab diesem Tag nennen, oder diesen Text so lange warten lassen: veroeffentlicht: {day}",
    ),
    "file-missing": (
        "Die Datei „{value}“ bei „{key}“ gibt es nicht.",
        "Bitte sie nach {folder}/ legen; Groß- und Kleinschreibung zählen.",
    ),
    "file-missing-near": (
        "Die Datei „{value}“ bei „{key}“ gibt es nicht.",
        "Im Ordner {folder}/ liegt „{near}“. Ist diese gemeint?",
    ),
    "file-name": (
        "„{value}“ bei „{key}“ ist kein Dateiname.",
        "Bitte nur den Namen der Datei schreiben, ohne Ordner, Fragezeichen und Sonderzeichen; die Datei liegt in {folder}/.",
    ),
    "file-kind": (
        "„{value}“ bei „{key}“ ist eine Datei, die der Browser ausführen könnte.",
        "Bitte als PDF, Bild, Text oder Tabelle beilegen.",
    ),
    # ------------------------------------------------------------------ the text
    "heading-top": ("Die Überschrift „{text}“ hat Stufe 1 (#); die gehört dem Titel.", "Bitte mit ## beginnen."),
    "heading-skip": (
        "Die Überschrift „{text}“ überspringt eine Stufe ({was} nach {before}).",
        "Bitte {proposal} schreiben.",
    ),
    "heading-empty": (
        "Hier steht eine Überschrift ohne Text.",
        "Bitte Text dahinter schreiben oder die Zeile löschen.",
    ),
    "section-twice": (
        "Der Abschnitt „{text}“ kommt zweimal vor, zuerst in Zeile {line}.",
        "Bitte beide zu einem Abschnitt vereinen oder den zweiten anders nennen.",
    ),
    "resolution-missing": (
        "Der Beschlussvorschlag fehlt oder ist leer.",
        "Bitte eine Überschrift „## Beschlussvorschlag“ einfügen und darunter schreiben, was beschlossen werden soll.",
    ),
    "questions-missing": (
        "Die Fragen fehlen oder sind leer.",
        "Bitte eine Überschrift „## Fragen“ einfügen und darunter die Fragen nummerieren.",
    ),
    "body-empty": ("Unter dem Kopf steht kein Text.", "Bitte den Text unter die zweite Zeile „---“ schreiben."),
    "text-deep": (
        "Listen oder Zitate sind hier zu tief ineinander verschachtelt.",
        "Bitte die Einrückung und die Zeichen am Anfang der Zeilen prüfen.",
    ),
    "reference": (
        "„{typed}“ steht für ein Zeichen, das nicht zu sehen ist oder das es nicht gibt.",
        "Bitte löschen oder das gemeinte Zeichen selbst tippen.",
    ),
    "line-long": (
        "Diese Zeile hat {count} Zeichen; höchstens {most} sind vorgesehen.",
        "Bitte prüfen, ob hier versehentlich etwas anderes als Text steht; sonst die Zeile teilen.",
    ),
    "paragraph-long": (
        "Dieser Absatz hat {count} Zeichen; höchstens {most} sind vorgesehen.",
        "Bitte mit leeren Zeilen in Absätze teilen. Eine Tabelle dieser Länge passt besser als Anlage.",
    ),
    "word-long": (
        "Das Wort, das mit „{near}“ beginnt, hat mehr als {most} Buchstaben.",
        "Bitte prüfen, ob die Leerzeichen verloren gingen.",
    ),
    "text-signs": (
        "Hier steht {count}-mal das Zeichen „{sign}“ beieinander; so viele Zeichen lassen sich nicht in vertretbarer Zeit als Auszeichnung lesen.",
        "Bitte prüfen, ob sie gemeint sind: offene Klammern schließen, Linien aus Zeichen kürzen, den Absatz mit leeren Zeilen teilen.",
    ),
    "footnote-missing": (
        "Die Fußnote [^{mark}] ist nirgends erklärt.",
        "Bitte am Ende des Textes eine eigene Zeile schreiben: [^{mark}]: Quelle, S. 12",
    ),
    "footnote-unused": (
        "Die Fußnote [^{mark}] steht hier, im Text nennt sie aber niemand; sie erschiene nicht.",
        "Bitte an die Stelle, zu der sie gehört, [^{mark}] setzen oder die Zeile löschen.",
    ),
    "footnote-twice": (
        "Die Fußnote [^{mark}] ist hier ein zweites Mal erklärt.",
        "Bitte eine der beiden anders nennen, zum Beispiel [^{mark}b], auch an ihrer Stelle im Text.",
    ),
    "conflict": (
        "Zwei Fassungen stehen untereinander (Zeile {first} bis {last}): Zwei Menschen haben dieselben Zeilen geändert, und git konnte sie nicht zusammenführen{names}.",
        "Bitte die richtige Fassung stehen lassen und die Zeilen löschen, die mit <<<<<<<, =======, ||||||| oder >>>>>>> beginnen.",
    ),
    "coded-twice": (
        "„{word}“ ist beim Speichern zerstört worden; gemeint ist „{meant}“.",
        "Bitte neu tippen. `fraktion pruefen --beheben` stellt solche Zeichen wieder her.",
    ),
    "lookalike": (
        "In „{word}“ steht ein Zeichen, das nur so aussieht wie eines von unseren (aus einem anderen Alphabet, oder ein O statt einer Null); gemeint ist wohl „{meant}“.",
        "Bitte neu tippen; `fraktion pruefen --beheben` tut das.",
    ),
    "comment": (
        "Ein Kommentar würde als Text öffentlich: „{near}“.",
        "Bitte löschen; Kommentare gibt es im Text nicht.",
    ),
    "comment-draft": (
        "Ein Kommentar erscheint als Text: „{near}“.",
        "Bitte löschen, bevor der Text veröffentlicht wird.",
    ),
    "tag": (
        "„{tag}“ erscheint so, wie es dasteht; HTML wird nicht gelesen.",
        "Bitte löschen. Fett wird **so** geschrieben, ein Zeilenumbruch als leere Zeile.",
    ),
    "note": (
        "Das sieht nach einer Notiz aus, die nicht öffentlich werden soll: „{near}“.",
        "Bitte erledigen und löschen; bis dahin wird der Text nicht veröffentlicht.",
    ),
    "note-draft": (
        "Hier steht noch eine Notiz: „{near}“.",
        "Bitte erledigen und löschen, bevor der Text veröffentlicht wird.",
    ),
    "own-words": (
        "Das kann kein Programm wissen: „{near}“.",
        "Bitte ergänzen. Solange es dasteht, wird die Website nicht öffentlich gebaut.",
    ),
    "own-words-public": (
        "Das kann kein Programm wissen: „{near}“.",
        "Bitte ergänzen. Solange es dasteht, wird die Website nicht öffentlich gebaut.",
    ),
    "sample-left": ("Das stammt noch aus dem Beispiel: „{near}“.", "Bitte durch Eigenes ersetzen oder löschen."),
    "sample-left-public": ("Das stammt noch aus dem Beispiel: „{near}“.", "Bitte durch Eigenes ersetzen oder löschen."),
    "gap": ("Hier scheint noch etwas zu fehlen: „{near}“.", "Bitte eintragen oder löschen."),
    "letter-part": (
        "„{near}“ sieht nach einem Brief aus: {what}.",
        "Bitte im Text löschen; das gehört in den Kopf unter „{key}“.",
    ),
    "table-none": (
        "„{near}“ sieht nach einer Tabelle aus, ist aber keine.",
        "Bitte jede Zeile mit | beginnen und beenden und unter die erste eine Zeile |---|---| setzen, mit so vielen Spalten.",
    ),
    "typewriter": (
        "„{near}“ ist mit vier Leerzeichen eingerückt und erscheint deshalb in Schreibmaschinenschrift.",
        "Bitte die Leerzeichen am Anfang löschen; `fraktion pruefen --beheben` tut das.",
    ),
    "resolution-near": (
        "Der Beschlussvorschlag fehlt; gemeint ist vielleicht „{near}“.",
        "Bitte als Überschrift in eine eigene Zeile schreiben, darunter, was beschlossen werden soll: ## Beschlussvorschlag",
    ),
    "questions-near": (
        "Die Fragen fehlen; gemeint ist vielleicht „{near}“.",
        "Bitte als Überschrift in eine eigene Zeile schreiben, darunter die Fragen nummerieren: ## Fragen",
    ),
    "point-twice": (
        "Der Punkt „{number}“ kommt im Beschlussvorschlag zweimal vor; eine Abstimmung darüber wäre nicht eindeutig.",
        "Bitte die Nummern prüfen; gezeigt wird, was dasteht.",
    ),
    "placeholder-draft": ("Hier steht noch der Platzhalter „{text}“.", "Bitte durch den eigenen Text ersetzen."),
    "placeholder": ("Hier steht noch der Platzhalter „{text}“.", "Bitte durch den eigenen Text ersetzen."),
    "picture-alt": (
        "Das Bild „{text}“ hat keinen Alternativtext.",
        "Bitte zwischen die eckigen Klammern schreiben, was zu sehen ist: ![Radweg im Herbst]({text})",
    ),
    "picture-bad": (
        "Das Bild „{text}“ lässt sich nicht öffnen; es ist beschädigt oder kein Bild.",
        "Bitte neu speichern, als JPEG, PNG, WebP oder AVIF, und ersetzen.",
    ),
    "picture-huge": (
        "Das Bild „{text}“ ist zu groß; es hat mehr als 60 Millionen Bildpunkte.",
        "Bitte verkleinern, zum Beispiel auf 2000 Punkte in der Breite, und ersetzen.",
    ),
    "picture-kind": (
        "„{text}“ bei „{key}“ ist keine Bilddatei.",
        "Bitte ein Bild als JPEG, PNG, WebP oder AVIF nennen, zum Beispiel: {key}: portraet.jpg",
    ),
    "picture-alt-key": (
        "Das Bild „{text}“ hat keinen Alternativtext.",
        "Bitte eintragen, was zu sehen ist: {key}: {example}",
    ),
    "picture-away": (
        "Das Bild „{target}“ liegt nicht bei diesem Text.",
        "Bitte das Bild in den Ordner neben dem Text legen und nur den Namen schreiben; Bilder von anderen Rechnern werden nicht geladen.",
    ),
    "pdf-bad": (
        "Die Datei „{text}“ lässt sich nicht als PDF öffnen oder braucht dafür zu lange; die Suche findet ihren Text nicht.",
        "Bitte im Schreibprogramm neu als PDF speichern und ersetzen.",
    ),
    "pdf-huge": (
        "Die Datei „{text}“ ist größer als 50 MB; die Suche findet ihren Text nicht.",
        "Bitte kleiner speichern; auf einem Telefon lädt sie niemand.",
    ),
    "pdf-locked": (
        "Die Datei „{text}“ ist mit einem Passwort verschlossen; niemand kann sie lesen.",
        "Bitte ohne Passwort speichern und ersetzen.",
    ),
    "pdf-long": (
        "Von der Datei „{text}“ ist nur der Anfang in der Suche; sie ist länger als 200 Seiten oder 200.000 Zeichen.",
        "Wenn das genügt, ist nichts zu tun; sonst bitte in mehrere Dateien teilen.",
    ),
    "pdf-silent": (
        "Die Datei „{text}“ enthält keinen Text, wahrscheinlich nur Bilder vom Einlesen; die Suche findet nichts darin, und Blinde können sie nicht lesen.",
        "Bitte aus dem Schreibprogramm als PDF speichern oder eine Texterkennung darüber laufen lassen.",
    ),
    "picture-missing": (
        "Das Bild „{target}“ gibt es nicht.",
        "Bitte nach {folder}/ legen; Groß- und Kleinschreibung zählen.",
    ),
    "link-deleted": (
        "Der Link führt zu „{target}“; dieser Text ist seit dem {date} gelöscht. Auf der Seite steht „(gelöscht)“ dahinter.",
        "Wird der Link nicht mehr gebraucht, bitte herausnehmen; sonst kann er bleiben.",
    ),
    "ref-deleted": (
        "„{value}“ bei „{key}“ ist seit dem {date} gelöscht. Auf der Seite steht „(gelöscht)“ dahinter.",
        "Wird die Angabe nicht mehr gebraucht, bitte herausnehmen; sonst kann sie bleiben.",
    ),
    "committee-deleted": (
        "„{value}“ bei „{key}“ ist seit dem {date} gelöscht; der Name bleibt, seine Seite sagt nur noch das.",
        "Gab es das Gremium, bitte in {file} statt „geloescht_am“ schreiben: bis: mit dem letzten Tag. Dann bleibt auch seine Liste.",
    ),
    "link-dead": (
        "Der Link führt zu „{target}“, das gibt es nicht.",
        "Bitte den Dateinamen prüfen; Links gehen zur Textdatei, zum Beispiel: [Kontakt](../seiten/kontakt.md)",
    ),
    "link-file": (
        "Der Link führt zu „{target}“, das gibt es nicht.",
        "Ist es eine Anlage, bitte nach {folder}/ legen. Links zu anderen Texten gehen zur Textdatei, zum Beispiel: [Kontakt](../seiten/kontakt.md)",
    ),
    "link-unnamed": (
        "Der Link führt zu „{target}“; unter dieser Adresse wird die Datei nicht veröffentlicht.",
        "Bitte sie in {text} unter „anlagen“ nennen oder dort im Text verlinken.",
    ),
    "address-dead": (
        "Hier steht die Adresse {address}; auf dieser Website gibt es sie nicht.",
        "Steht sie so in einem Text, bitte dort berichtigen, am besten als Link zur Textdatei. Sonst ist es ein Mangel des Programms; bitte melden.",
    ),
    "link-dead-near": ("„{target}“ gibt es nicht.", "Meinten Sie „{near}“?"),
    "link-www": ("Der Link „{target}“ ist keine vollständige Adresse.", "Bitte so schreiben: https://{target}"),
    "link-scheme": (
        "Der Link „{target}“ beginnt mit etwas anderem als https, http oder mailto.",
        "Bitte die Adresse prüfen.",
    ),
    "link-fragment": (
        "Der Link führt zur Stelle „#{target}“, die gibt es in diesem Text nicht.",
        "Bitte die Überschrift prüfen, zu der er führen soll.",
    ),
    "conference": (
        "Hier steht eine Einwahladresse: {shown}",
        "Bitte löschen. Wer teilnehmen will, bekommt den Link per Mail. War er schon öffentlich, bitte den Raum wechseln.{more}",
    ),
    "secret": ("{what}", "Bitte löschen. Lag es schon anderswo, gilt es als bekannt und wird geändert.{more}"),
    "private": (
        "Hier steht {kind} aus der privaten Datei mit den Einwahldaten.",
        "Bitte löschen. Steht die Zahl hier mit anderem Sinn, bitte den Kenncode der Konferenz wechseln.",
    ),
    "letter-sign": (
        "Das Zeichen „{sign}“ ({code}) hat die Schrift der Briefe nicht; im Brief steht dort ein leeres Quadrat.",
        "Bitte ein Wort dafür schreiben, wenn der Brief es zeigen soll.",
    ),
    "letter-taken": (
        "Eine Anlage heißt „{name}“, wie sonst der Brief aus diesem Text; dieser Brief wird deshalb nicht gemacht.",
        "Soll es ihn geben, bitte die Anlage umbenennen. Sonst ist nichts zu tun.",
    ),
    "letters-missing": (
        "„briefe: ja“ steht da, aber das Satzprogramm für Briefe ist nicht eingerichtet.",
        "Bitte einmal ausführen: make site BRIEFE=ja (auf einem Server: pip install --require-hashes --requirement requirements-brief.txt)",
    ),
    "letters-missing-here": (
        "„briefe: ja“ steht da, aber das Satzprogramm für Briefe ist hier nicht eingerichtet; dieser Bau ist ohne Briefe.",
        "Bitte einmal ausführen: make site BRIEFE=ja",
    ),
    "logo-missing": (
        "„logo: {name}“ ist keine Bilddatei in content/fraktion/.",
        "Bitte die Datei dort ablegen, Endung .png, .jpg oder .svg, oder die Zeile löschen.",
    ),
    "picture-small": (
        "Das Bild „{text}“ ist nur {width} × {height} Punkte groß; die Website zeigt es kleiner, damit es nicht unscharf wird.",
        "Besser ist eine größere Fassung, am besten 1600 Punkte breit.",
    ),
    "picture-dark": (
        "Das Bild „{text}“ ist sehr dunkel (Helligkeit {bright} von 100); auf einem Telefon in der Sonne ist wenig zu erkennen.",
        "Besser ist ein helleres Bild oder eines, das aufgehellt wurde.",
    ),
    "drawing-kind": (
        "„{text}“ bei „{key}“ ist keine Zeichnung.",
        "Bitte eine SVG-Datei nennen, Endung .svg. Ein Foto gehört unter „startbild“.",
    ),
    "drawing-bad": (
        "Die Zeichnung „{text}“ lässt sich nicht öffnen; sie ist beschädigt oder kein SVG.",
        "Bitte neu speichern, in Inkscape als „Normales SVG“, und ersetzen.",
    ),
    "drawing-huge": (
        "Die Zeichnung „{text}“ ist größer als 500 kB.",
        "Bitte vereinfachen oder eingebettete Bilder herausnehmen; eine Zeichnung der Startseite sollte unter 60 kB bleiben.",
    ),
    "drawing-heavy": (
        "Die Zeichnung „{text}“ hat {size}; sie wird beim ersten Besuch geladen, auch unterwegs.",
        "Besser sind höchstens 60 kB. In Inkscape hilft „Pfad › Vereinfachen“ und Speichern als „Optimiertes SVG“.",
    ),
    "drawing-size": (
        "Die Zeichnung „{text}“ sagt nicht, wie groß sie ist.",
        "Bitte neu speichern, in Inkscape als „Normales SVG“ (mit viewBox), und ersetzen.",
    ),
    "drawing-part": (
        "In der Zeichnung „{text}“ steht {part}; gezeigt werden nur Formen und Farben, nichts, was läuft oder von anderswo kommt.",
        "Bitte Schrift in Pfade umwandeln, Bilder, Filter und Skripte entfernen und neu speichern.",
    ),
    "easy-long": (
        "Dieser Satz hat {count} Wörter: „{near} …“.",
        "In Leichter Sprache sind höchstens {most} gut. Bitte zwei Sätze daraus machen.",
    ),
    "face-unnamed": (
        "Niemand nennt diese Datei; deshalb wird sie nicht veröffentlicht.",
        "Bitte in {text} nennen oder löschen.",
    ),
    # ------------------------------------------------------------------ motions
    "dates-order": (
        "Der Beratungsschritt vom {later} steht vor dem vom {earlier}.",
        "Bitte die Schritte nach Datum ordnen, den ältesten zuerst.",
    ),
    "step-early": (
        "Der Beratungsschritt vom {step} liegt vor dem Antrag vom {date}.",
        "Bitte eines der beiden Daten berichtigen.",
    ),
    "date-early": ("„{key}: {value}“ liegt vor dem {date} ({label}).", "Bitte eines der beiden Daten berichtigen."),
    "date-future": (
        "„{key}: {value}“ liegt in der Zukunft.",
        "Bitte das Datum prüfen; was noch nicht geschehen ist, gehört nicht hierher.",
    ),
    "date-ahead": (
        "„{key}: {value}“ liegt {days} in der Zukunft.",
        "Bitte prüfen; veröffentlicht wird der Text trotzdem sofort. Soll er warten, bitte „veroeffentlicht“ mit dem Tag eintragen.",
    ),
    "result-early": (
        "Die Sitzung ist erst am {date}, das Ergebnis „{result}“ steht aber schon da.",
        "Bitte Datum oder Ergebnis berichtigen; heute ist der {today}.",
    ),
    "result-undated": ("Das Ergebnis „{result}“ hat kein Datum der Sitzung.", "Bitte „datum“ eintragen."),
    "two-decisions": (
        "Zwei Schritte entscheiden endgültig: Zeile {line} ({first}) und hier ({second}).",
        "Bitte die Zuständigkeit des vorberatenden Gremiums eintragen (rolle: Vorberatung) oder ein Ergebnis berichtigen.",
    ),
    "votes-contradict": (
        "Das Ergebnis ist „{result}“, die Stimmen sagen anderes: {ja} Ja, {nein} Nein.",
        "Bitte Zahlen oder Ergebnis prüfen. Wurde nicht über den Antrag abgestimmt, bitte „gegenstand“ eintragen.",
    ),
    "votes-unanimous": (
        "„einstimmig“ passt nicht zu {ja} Ja und {nein} Nein.",
        "Bitte die Zahlen prüfen oder „einstimmig“ weglassen.",
    ),
    "votes-twice": ("„stimmen“ und einzelne Zahlen stehen nebeneinander.", "Bitte nur eines von beiden eintragen."),
    "names-side": (
        "„{value}“ sagt nicht, wie jemand gestimmt hat.",
        "Bitte vor die Namen eines davon setzen: {values}. Zum Beispiel „Ja: Vera Beispiel (SPD), Kurt Muster (CDU)“.",
    ),
    "names-twice": (
        "{name} steht zweimal in der namentlichen Abstimmung: bei „{first}“ und bei „{second}“.",
        "Bitte den Namen dort wegnehmen, wo die Niederschrift ihn nicht nennt.",
    ),
    "names-count": (
        "Unter „namen“ bei „{side}“: {found}. Gezählt sind {number} Stimmen.",
        "Bitte Namen und Zahlen vergleichen. Nennt die Niederschrift nicht alle Namen, bitte „namen“ weglassen.",
    ),
    "votes-point": (
        "Abgestimmt wurde über „{point}“, einen solchen Punkt hat der Beschlussvorschlag nicht (Punkte: {points}).",
        "Bitte die Nummer prüfen oder den Beschlussvorschlag nummerieren (1., 2., …).",
    ),
    "referred-without": (
        "„{key}“ steht da, das Ergebnis ist aber „{result}“.",
        "Bitte „ergebnis: {wanted}“ eintragen oder die Zeile löschen.",
    ),
    "progress-needed": (
        "Abgestimmt wurde nicht über den Antrag, sondern über: {subject}. Was das für den Antrag heißt, ist daraus nicht abzulesen.",
        "Bitte „stand“ eintragen: {values}.",
    ),
    "progress-contradicts": (
        "„stand: {given}“ passt nicht zur Beratungsfolge; daraus ergibt sich „{derived}“.",
        "Bitte die Zeile „stand“ löschen oder die Beratungsfolge ergänzen.",
    ),
    "result-open": (
        "Ergebnis fehlt seit {days} (Sitzung am {date}).",
        "Bitte „ergebnis“ eintragen, sobald es bekannt ist.",
    ),
    "answer-overdue": (
        "Die Antwort ist seit {days} überfällig (Frist {date}).",
        "Bitte nachfragen, „frist_verlaengert“ oder „beantwortet_am“ eintragen.",
    ),
    "originator-missing": (
        "Der eigene Name steht nicht unter „antragstellende“.",
        "Bitte „{name}“ ergänzen oder die Zeile löschen, wenn der Antrag nicht von uns ist.",
    ),
    "term-missing": (
        "Das Datum {date} liegt in keiner Wahlperiode.",
        "Bitte das Datum prüfen oder content/wahlperioden.yaml ergänzen.",
    ),
    # ------------------------------------------------------------------ meetings, news, people, the group
    "end-before-start": (
        "Das Ende {end} liegt nicht nach dem Beginn {start}.",
        "Bitte die Uhrzeiten prüfen. Bis zu zwölf Stunden später gilt als nächster Tag; bei mehreren Tagen bitte „ende_am“ eintragen.",
    ),
    "end-day": (
        "Der letzte Tag {end} passt nicht zum ersten, {start}.",
        "Bitte „ende_am“ prüfen: nicht vor „datum“ und höchstens {most} Tage danach. Ist die Sitzung verlegt, gehört auch hier der neue Tag hin.",
    ),
    "reason-without": (
        "Ein Grund für die Absage steht da, die Sitzung ist aber nicht abgesagt.",
        "Bitte „abgesagt: ja“ eintragen oder den Grund löschen.",
    ),
    "place-missing": ("Zu „form: {form}“ gehört ein Ort; er fehlt.", "Bitte „ort“ eintragen oder „form: {unsettled}“."),
    "committee-missing": ("Bei einer Sitzung der Art „{kind}“ fehlt das Gremium.", "Bitte „gremium“ eintragen."),
    "agenda-number": (
        "Hier ist es TOP {here}, im Antrag TOP {there} ({path}, Zeile {line}).",
        "Bitte eine der beiden Zeilen ändern; „top“ kann hier auch wegfallen, dann gilt die Nummer im Antrag.",
    ),
    "agenda-day": (
        "Dieser Antrag gehört hier zur Tagesordnung vom {date}, in seiner Beratungsfolge aber {body}, {there} ({path}, Zeile {line}).",
        "Bitte „datum“ in einer der beiden Dateien ändern oder im Antrag einen Schritt ergänzen. Verlegt wird beides zusammen mit: fraktion sitzung verlegen",
    ),
    "agenda-body": (
        "Dieser Antrag ist hier ein Punkt der Tagesordnung ({here}, {date}), in seiner Beratungsfolge an diesem Tag aber bei: {there} ({path}, Zeile {line}).",
        "Bitte „gremium“ in einer der beiden Dateien ändern oder im Antrag einen Schritt ergänzen.",
    ),
    "agenda-step": (
        "Dieser Antrag ist hier ein Punkt der Tagesordnung; in seiner Beratungsfolge kommt {body} nicht vor ({path}).",
        "Bitte dort ergänzen, oder: fraktion sitzung ergaenzen {iso} --antrag {uid}{number}",
    ),
    "change-undated": (
        "„{what}“ fehlt unter „aenderungen“; Kalender und Feeds können nicht sagen, seit wann das gilt.",
        "Bitte mit dem Tag ergänzen, an dem es bekannt wurde: was: {what}. `fraktion pruefen --beheben` trägt den heutigen ein.",
    ),
    "date-other": (
        "Der Dateiname nennt den {old}, „datum“ den {new}.",
        "Ist die Sitzung verlegt, bitte ergänzen: verlegt_von: {iso}. Sonst merken es weder Kalender noch Feeds noch die Anträge darauf. Alles zusammen ändert: fraktion sitzung verlegen",
    ),
    "step-day": (
        "Dieser Schritt ist am {here}, seine Sitzung am {there} ({path}, Zeile {line}).",
        "Bitte „datum“ in einer der beiden Dateien ändern. Verlegt wird beides zusammen mit: fraktion sitzung verlegen",
    ),
    "step-body": (
        "Dieser Schritt nennt {here}, seine Sitzung {there} ({path}, Zeile {line}).",
        "Bitte „gremium“ oder „sitzung“ ändern.",
    ),
    "step-left": (
        "{body}: Die Sitzung vom {old} ist auf den {new} verlegt ({path}), dieser Schritt steht noch auf dem alten Tag.",
        "Bitte eintragen: datum: {target} (`fraktion pruefen --beheben` tut das.)",
    ),
    "step-cancelled": (
        "{body}: Die Sitzung am {old} fällt aus ({path}), dieser Schritt steht noch darauf.",
        "Bitte den neuen Tag eintragen, oder „datum“ löschen, solange er nicht feststeht.",
    ),
    "clock-change": (
        "Am {date} wird die Uhr umgestellt; {time} gibt es an diesem Tag {how}.",
        "Bitte eine Uhrzeit vor 2 Uhr oder nach 3 Uhr eintragen.",
    ),
    "series-span": ("Der letzte Tag {until} liegt vor dem ersten, {since}.", "Bitte „bis“ und den Tag davor prüfen."),
    "series-long": (
        "Vom {since} bis zum {until} sind es mehr als fünf Jahre.",
        "Bitte das Jahr prüfen; „bis“ ist höchstens {latest}. Verlängern geht später.",
    ),
    "series-break-long": (
        "Die freie Zeit vom {since} bis zum {until} ist länger als drei Monate.",
        "Bitte die Jahre prüfen; eine längere Pause bitte in mehrere Zeilen teilen.",
    ),
    "series-rhythm": (
        "„{weekly}“ steht neben einem zweiten Rhythmus.",
        "Bitte nur einen eintragen; mehrere Werte gehen nur bei „… im Monat“.",
    ),
    "series-weekday": (
        "Der {date} ist ein {weekday}, die Reihe trifft sich am {wanted}.",
        "Bitte „tag“ prüfen oder den ersten Termin eintragen, zum Beispiel: ab: {right}",
    ),
    "series-outside": (
        "Der {date} liegt nicht zwischen dem ersten und dem letzten Tag der Reihe ({since} bis {until}).",
        "Bitte das Datum prüfen oder „ab“ oder „bis“ ändern.",
    ),
    "series-no-date": (
        "Der {date} ({weekday}) ist kein Termin dieser Reihe.",
        "Bitte das Datum prüfen; der nächstgelegene Termin ist: {near}",
    ),
    "series-twice": (
        "Der {date} ist schon ein Termin dieser Reihe.",
        "Bitte die Zeile unter „zusaetzlich“ löschen oder das Datum prüfen.",
    ),
    "series-told-twice": (
        "Der Termin am {date} steht schon in einer Zeile darüber, unter „entfaellt“ oder „verlegt“.",
        "Bitte nur eine Zeile stehen lassen. Bei einer weiteren Änderung kommt deren Tag unter „geaendert_am“ dazu.",
    ),
    "series-far": (
        "Der Termin am {old} ist auf den {new} verlegt, das sind mehr als drei Monate.",
        "Bitte das Jahr prüfen; sonst den Termin unter „entfaellt“ und den neuen unter „zusaetzlich“ eintragen.",
    ),
    "series-clash": (
        "Auf den {date} fallen zwei Termine dieser Reihe, der vom {first} und der vom {second}.",
        "Bitte einen der beiden verlegen oder unter „entfaellt“ eintragen.",
    ),
    "series-empty": ("Diese Reihe hat keinen Termin.", "Bitte „ab“, „bis“ und „frei“ prüfen."),
    "series-file-date": (
        "Am {date} ist keine Sitzung der Reihe „{name}“.",
        "Bitte „datum“ prüfen; der nächstgelegene Termin ist {near}. Ein zusätzlicher Termin kommt zuerst in {path} unter „zusaetzlich“.",
    ),
    "series-file-twice": (
        "Diesen Termin der Reihe ergänzt schon {other}.",
        "Bitte beide Dateien zu einer zusammenführen oder „datum“ prüfen.",
    ),
    "series-file-moved": (
        "Hier liegt die Sitzung vom {original} auf dem {here}, in {path} auf dem {there}.",
        "Bitte die Verlegung nur an einer Stelle eintragen, am besten in der Reihe.",
    ),
    "series-file-uid": (
        "Die Sitzung gehört zu einer Reihe und hat von ihr die Kennung {uid}; mit einer zweiten stünde sie in Kalendern doppelt.",
        "Bitte die Zeile „uid“ löschen. War die Sitzung schon vor der Reihe veröffentlicht, bleibt ihre Kennung; dann bitte den Tag eintragen, zum Beispiel: veroeffentlicht: {before}",
    ),
    "series-beside": (
        "Am {date} ist schon ein Termin der Reihe „{name}“; diese Datei stünde als zweite Sitzung daneben.",
        "Bitte „reihe: {uid}“ eintragen und „uid“ löschen, dann ergänzt die Datei den Termin. Ist es eine andere Sitzung, bitte Name und Dateinamen unterscheiden.",
    ),
    "source-missing": (
        "Bei einer Meldung mit „herkunft: {origin}“ fehlt „{key}“.",
        "Bitte eintragen, zum Beispiel: {key}: {example}",
    ),
    "source-own": ("„{key}“ steht bei einer eigenen Meldung.", "Bitte „herkunft“ eintragen oder die Zeile löschen."),
    "teaser-missing": (
        "Der Anriss fehlt, und Text steht auch keiner da.",
        "Bitte „teaser“ eintragen oder die Meldung schreiben.",
    ),
    "expiry-own": ("Eine eigene Meldung läuft nicht ab.", "Bitte „ablauf“ löschen; nur fremde Anrisse laufen ab."),
    "choice-twice": (
        "„{one}“ und „{other}“ stehen nebeneinander; ein Rundbrief hat höchstens eine Auswahl.",
        "Bitte eine der beiden Zeilen löschen, oder beide: Dann erzählt er alles.",
    ),
    "told-ahead": (
        "Der Rundbrief vom {date} kann nicht bis zum {until} erzählen.",
        "Bitte „bis“ oder „datum“ berichtigen.",
    ),
    "event-bad": (
        "„{name}“ bei „{key}“ ist kein Ereignis.",
        "Ein Ereignis heißt wie in den Feeds, zum Beispiel: {example}. Was fehlt, ergänzt `fraktion rundbrief`.",
    ),
    "event-twice": (
        "„{name}“ steht zweimal da.",
        "Bitte eine der beiden Zeilen löschen; jedes Ereignis wird einmal erzählt.",
    ),
    "event-told": (
        "„{name}“ erzählt schon {other}.",
        "Bitte hier löschen; jedes Ereignis wird einmal erzählt. War es Absicht, ist nichts zu tun.",
    ),
    "event-gone": (
        "„{name}“ gibt es nicht oder nicht mehr; der Rundbrief lässt es aus.",
        "Bitte die Zeile prüfen. Steht der Text nicht mehr auf der Website, ist nichts zu tun.",
    ),
    "span-backwards": ("„bis {until}“ liegt vor „von {since}“.", "Bitte die Daten prüfen."),
    "name-twice": (
        "Den Namen „{name}“ trägt schon {other}.",
        "Bitte einen der beiden unterscheiden, damit Verweise eindeutig sind.",
    ),
    "redirect-loop": (
        "Die Weiterleitung von „{source}“ führt nicht zu einer Seite: „{target}“.",
        "Bitte eine Adresse eintragen, die es gibt, zum Beispiel /antraege/.",
    ),
    "synonym-half": (
        "Diese Regel der Suche ist nicht vollständig.",
        "Bitte entweder zwei Wörter oder mehr, die dasselbe meinen, zum Beispiel: gleich: [Kita, Kindergarten], oder beides: von: [ÖPNV] und zu: [Nahverkehr, Bus].",
    ),
    "synonym-twice": ("Für „{word}“ gibt es schon eine Regel in Zeile {line}.", "Bitte beide zu einer machen."),
    "redirect-taken": (
        "Unter „{source}“ gibt es eine Seite; die Weiterleitung würde sie verdecken.",
        "Bitte die Weiterleitung löschen.",
    ),
    "redirect-twice": (
        "Die alte Adresse „{source}“ steht schon in Zeile {other}.",
        "Bitte eine der beiden Zeilen löschen.",
    ),
    "redirect-sign": (
        "In „{source}“ steht ein Zeichen, das kein Browser so anfragt ({sign}).",
        "Bitte die Adresse noch einmal aus der Adresszeile eines Browsers kopieren.",
    ),
    "redirect-long": (
        "Die Weiterleitung von „{source}“ ist zu lang für einen Webserver: {count} Zeichen, Umlaute und Sonderzeichen zählen mehrfach; {most} gehen.",
        "Bitte die Zeile löschen.",
    ),
    "redirect-many": (
        "Das sind {count} alte Adressen; mit mehr als {most} wird der Webserver zu groß.",
        "Bitte die löschen, die niemand mehr aufruft.",
    ),
    "redirect-bad": ("„{source}“ ist keine Adresse auf dieser Seite.", "Bitte mit / beginnen, ohne Rechnernamen."),
    "sample-public": (
        "Diese Angaben sind noch das Beispiel („beispiel: ja“).",
        "Bitte die eigenen Angaben eintragen (Name, Anschrift, Impressum) und „beispiel: nein“ setzen.",
    ),
    "page-missing": (
        "Die Seite „{name}“ fehlt.",
        "Bitte content/seiten/{name}.md anlegen; sie muss von jeder Seite erreichbar sein.",
    ),
}

# These do not stop a build. Everything else does.
WARNINGS = frozenset(
    {
        "reference-twice",
        "setting-moved",
        "value-nothing",
        "votes-quoted",
        "result-quoted",
        "result-half",
        "letter-sign",
        "letter-taken",
        "letters-missing-here",
        "confirm-draft",
        "date-ahead",
        "file-unnamed",
        "result-open",
        "answer-overdue",
        "progress-contradicts",
        "ref-foreign-near",
        "file-stray",
        "originator-missing",
        "term-missing",
        "pdf-bad",
        "pdf-huge",
        "pdf-locked",
        "pdf-long",
        "pdf-silent",
        "step-left",
        "step-cancelled",
        "event-told",
        "event-gone",
    }
)
WARNINGS |= {
    "placeholder-draft",
    "comment-draft",
    "note-draft",
    "lookalike",
    "tag",
    "gap",
    "own-words",
    "sample-left",
    "letter-part",
    "table-none",
    "typewriter",
    "point-twice",
}  # of a text
WARNINGS |= {
    "easy-long",
    "picture-small",
    "picture-dark",
    "drawing-heavy",
    "face-unnamed",
}  # of what the group shows of itself
WARNINGS |= {"link-deleted", "ref-deleted", "committee-deleted"}  # it works, and says so
WARNINGS |= {"agenda-step", "change-undated", "date-other", "address-dead"}  # of a sitting; of what was built
