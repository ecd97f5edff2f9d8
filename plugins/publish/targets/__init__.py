"""The places that a site is published to: a folder, another machine, a branch, storage."""
