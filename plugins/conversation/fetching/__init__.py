"""What people answered, read where they said it: Mastodon, Bluesky, and webmention.io."""

from .bluesky import fetch_post
from .mastodon import fetch_toot
from .mentions import fetch_mentions

__all__ = ["fetch_mentions", "fetch_post", "fetch_toot"]
