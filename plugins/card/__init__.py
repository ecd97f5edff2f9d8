"""The card: the picture that a page shows where a link to it is shared."""

from .card import Card
from .face import Face, read_face
from .picture import draw, key
from .plugin import register
from .settings import CardError, Settings
from .wording import Wording, word_post, word_site

__all__ = [
    "Card",
    "CardError",
    "Face",
    "Settings",
    "Wording",
    "draw",
    "key",
    "read_face",
    "register",
    "word_post",
    "word_site",
]
