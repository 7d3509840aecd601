"""Pictures: those of the texts in several sizes and without what the camera wrote into them, and cards for sharing."""

from .drawing import build_drawing, redrawn
from .inline import by_address, is_gif, with_sizes
from .light import light
from .photo_cards import Photo, card_page
from .sizes import ENDINGS, Look, build_clean, build_variant, look, look_at_gif, variants

__all__ = [
    "ENDINGS",
    "Look",
    "Photo",
    "build_clean",
    "build_drawing",
    "build_variant",
    "by_address",
    "card_page",
    "is_gif",
    "light",
    "look",
    "look_at_gif",
    "redrawn",
    "variants",
    "with_sizes",
]
