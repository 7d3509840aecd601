"""python -m plugins.cli (or fraktion.cli), as servers and tests call it."""

import sys

from . import main

sys.exit(main())
