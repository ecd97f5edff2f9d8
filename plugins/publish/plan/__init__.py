"""The plan of a publish: what it would change, and why it is refused. All of it is pure."""
