"""The ways back to a former version, a file each: what serves now, and going back, at most once."""
