"""Configuration files in; frozen, validated objects out. An error names file, line and key."""
