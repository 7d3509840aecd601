"""Was beim Veröffentlichen anders ist: Der Beispielinhalt wird abgelehnt."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *

OEFFENTLICH = True
