"""Pictures: those of the texts in several sizes and without what the camera wrote into them, and cards for sharing."""

from .cards import card_page
from .inline import by_address, is_gif, with_sizes
from .sizes import ENDINGS, Look, build_clean, build_variant, look, look_at_gif, variants

__all__ = [
    "ENDINGS",
    "Look",
    "build_clean",
    "build_variant",
    "by_address",
    "card_page",
    "is_gif",
    "look",
    "look_at_gif",
    "variants",
    "with_sizes",
]
