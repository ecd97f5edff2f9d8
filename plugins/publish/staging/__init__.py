"""What a release is made up of: the built files, and what a publish adds to them."""
