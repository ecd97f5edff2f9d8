"""The import: a WordPress export, or a folder of Markdown, becomes posts and pages of this site."""

from .record import Blog, Entry, Link, Loss, Picture

__all__ = ["Blog", "Entry", "Link", "Loss", "Picture"]
