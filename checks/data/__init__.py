"""The first point of the audit: the data. One file a check; its name is its name in the configuration."""
