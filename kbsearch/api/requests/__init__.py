"""What a request carries beside its route: forms, keys that make a post idempotent, positions in a list."""
