"""The engine: small steps, each on its own and safe to repeat. What is due is in the store."""
