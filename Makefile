# make site: die Website bauen.  make test: alles prüfen.  make paket: das Programm als Paket.  make hilfe: was es noch gibt.

PYTHON ?= python3
BEREIT := .venv/.bereit
TESTBEREIT := .venv/.testbereit
LANGBEREIT := .venv/.langbereit
BRIEFBEREIT := .venv/.briefbereit
# Eine Datei bleibt bei einem Prozess, sonst baut jeder von beiden, was ihre Tests teilen.
ZU_ZWEIT := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: site test test-schnell test-lang mutanten paket bilder hilfe sperren bench bench-push
.DEFAULT_GOAL := site

site: $(BEREIT) $(if $(filter ja,$(BRIEFE)),$(BRIEFBEREIT))
	@.venv/bin/fraktion pruefen > .venv/pruefung.txt || { cat .venv/pruefung.txt >&2; exit 1; }
	@.venv/bin/fraktion bauen > .venv/bau.txt || exit 1
	@.venv/bin/fraktion haken --leise
	@echo "Fertig. $$(head -n 1 .venv/bau.txt)"
	@echo "Die Website liegt in $(CURDIR)/output/ und kann so auf jeden Webserver."
	@echo "Ansehen: .venv/bin/fraktion vorschau, dann im Browser http://127.0.0.1:8000/"

$(BEREIT): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Gebraucht wird Python 3.11 oder neuer. Gefunden: $$($(PYTHON) --version 2>&1 || echo keines). Mit einem anderen: make site PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python kann hier keine Umgebung anlegen. Auf Debian und Ubuntu hilft: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Einmalige Einrichtung in .venv (etwa eine halbe Minute) …"
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt || { echo "Die Einrichtung brach ab; meist fehlt die Verbindung zum Netz. Einfach noch einmal: make site" >&2; exit 1; }
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(BRIEFBEREIT): $(BEREIT) requirements-brief.txt
	@echo "Einmalig: das Satzprogramm für Briefe (80 MB) …"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-brief.txt || { echo "Die Einrichtung brach ab; meist fehlt die Verbindung zum Netz. Einfach noch einmal: make site BRIEFE=ja" >&2; exit 1; }
	@touch $@

$(TESTBEREIT): $(BEREIT) requirements-test.txt tests/einrichten tests/systempakete.txt tests/browser/package-lock.json
	@tests/einrichten
	@touch $@

$(LANGBEREIT): $(TESTBEREIT) requirements-lang.txt tests/systempakete-lang.txt
	@tests/einrichten lang
	@touch $@

test: $(TESTBEREIT)
	.venv/bin/python -m pytest $(ZU_ZWEIT) -m "not lang"

test-schnell: $(TESTBEREIT) ## in zwei Minuten, was eine Änderung braucht; oder make test-schnell RAEUME=motions,feeds
	@.venv/bin/python -m tests.selection "$(RAEUME)"

test-lang: $(LANGBEREIT)
	COVERAGE_FILE=$(CURDIR)/.cache/abdeckung .venv/bin/python -m pytest $(ZU_ZWEIT) --cov --cov-report=term

mutanten: $(TESTBEREIT) ## merken die Tests es, wenn eine Zeile falsch wird? make mutanten N=50 SEED=2026 (GANZ=nein: nur die Tests des Raums)
	@.venv/bin/python -m tests.mutants $(or $(N),10) $(or $(SEED),2026) $(if $(filter nein,$(GANZ)),--room-only)

paket: $(BEREIT) ## das Programm als Paket, mit Prüfsumme und neueste.json, in dist/
	@.venv/bin/python -m plugins.founding.packing dist

bilder: $(TESTBEREIT) ## jede Art von Seite als Bild und PDF in .cache/bilder/
	.venv/bin/python -m tests.browser.pictures

sperren: ## requirements*.txt neu schreiben, nachdem pyproject.toml sich geändert hat
	$(PYTHON) -m piptools compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra test --extra brief --output-file requirements-test.txt pyproject.toml --build-deps-for editable
	$(PYTHON) -m piptools compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra brief --output-file requirements-brief.txt pyproject.toml --constraint requirements-test.txt --build-deps-for editable
	$(PYTHON) -m piptools compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra lang --output-file requirements-lang.txt pyproject.toml --constraint requirements-test.txt --build-deps-for editable
	$(PYTHON) -m piptools compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.txt pyproject.toml --constraint requirements-test.txt --build-deps-for editable

hilfe:
	@echo "make site        einrichten (beim ersten Mal), prüfen, bauen"
	@echo "make site BRIEFE=ja  dazu, einmal: was Briefe als PDF und für Word macht"
	@echo "make test        alle Tests; was fehlt, wird genannt"
	@echo "make test-schnell  die Tests, die eine Änderung braucht, in zwei Minuten; RAEUME=motions,feeds nennt die Räume"
	@echo "make test-lang   auch die langen Tests, mit dem, was kein Test ausführt"
	@echo "make mutanten    merken die Tests es, wenn eine Zeile falsch wird? N=50 SEED=2026"
	@echo "make paket       das Programm als Paket, in dist/"
	@echo "make bilder      jede Art von Seite als Bild und PDF, in .cache/bilder/"
	@echo "make sperren     Versionen neu festschreiben (braucht pip-tools)"
	@echo "Alles andere     .venv/bin/fraktion --help"

bench: $(BEREIT) ## Vergleich mit Hugo, Pelican und Eleventy: make bench N=100,1000,10000 RUNS=5 PEERS=hugo WAS=title,new
	.venv/bin/python -m tests.benchmark

bench-push: $(BEREIT) ## git push bis zur Antwort von nginx, gegen Hugos Bau: make bench-push N=10000
	.venv/bin/python -m tests.benchmark.push
