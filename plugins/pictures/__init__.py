"""Pictures: those of the texts in several sizes and without what the camera wrote into them, and cards for sharing."""

from .cards import CARDS, card_of, card_page
from .sizes import ENDINGS, Look, build_clean, look, variants

__all__ = ["CARDS", "ENDINGS", "Look", "build_clean", "card_of", "card_page", "look", "variants"]
