"""The command `fraktion`: thin, German, one function per command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..press.cores import Lost
from ..records.problems import bounded
from ..site.settings import Refusal, of_disk
from .parser import parser
from .screen import let_go, screens


def main(arguments: Sequence[str] | None = None) -> int:
    with screens():
        try:
            return said(list(sys.argv[1:] if arguments is None else arguments))
        except BrokenPipeError:
            return 1
        finally:
            let_go()


def said(arguments: Sequence[str]) -> int:
    top = parser(arguments)
    options, behind = top.parse_known_args(arguments)
    if behind and not (hasattr(options, "satz") and not any(word.startswith("-") for word in behind)):
        top.error(argparse._("unrecognized arguments: %s") % " ".join(behind))
    if behind:
        options.satz += (
            behind  # argparse takes no free words behind an option: fraktion ergebnis radweg --ja "abgelehnt"
        )
    try:
        code = options.run(options)
        sys.stdout.flush()  # a full disk or a closed pipe is told now, not by Python when it ends
        return code
    except Refusal as refusal:
        print(bounded(str(refusal)), file=sys.stderr)
        return 1
    except Lost:
        print(
            "Ein Teil des Programms wurde von außen beendet, meist weil der Speicher nicht reichte. Es ist nichts verloren; bitte noch einmal versuchen, und andere Programme vorher beenden.",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        print(of_disk(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAbgebrochen. Es ist nichts verloren.", file=sys.stderr)
        return 130
