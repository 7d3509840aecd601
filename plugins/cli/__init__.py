"""The command `fraktion`: thin, German, one function per command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ..press.cores import Ended
from ..site.settings import Refusal, of_disk
from .parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # a C locale must not break an umlaut
    options = parser(list(sys.argv[1:] if arguments is None else arguments)).parse_args(arguments)
    try:
        return options.run(options)
    except (Refusal, Ended) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `fraktion aufgaben | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(of_disk(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAbgebrochen. Es ist nichts verloren.", file=sys.stderr)
        return 130
