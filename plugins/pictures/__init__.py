"""Pictures: those of the texts in several sizes and without what the camera wrote into them, and cards for sharing."""

from .cards import card_page
from .inline import by_address, is_gif, with_sizes
from .sizes import ENDINGS, Look, build_clean, look, look_at_gif, variants

__all__ = ["ENDINGS", "Look", "build_clean", "by_address", "card_page", "is_gif", "look", "look_at_gif", "variants", "with_sizes"]
