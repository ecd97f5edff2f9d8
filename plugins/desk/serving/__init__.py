"""`make serve`: the site in a browser while it is written."""
