"""python -m plugins.cli, as servers and tests call it."""

import sys

from . import main

sys.exit(main())
