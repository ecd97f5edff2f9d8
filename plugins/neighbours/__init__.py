"""The posts on either side of a post."""

from .neighbours import Neighbour, Neighbours, find_neighbours
from .plugin import register

__all__ = ["Neighbour", "Neighbours", "find_neighbours", "register"]
