"""The second point of the audit: the model. One file a check; its name is its name in the configuration."""
