"""What a post says to the pages it links to, and its feeds to their hubs: Webmention and WebSub."""
