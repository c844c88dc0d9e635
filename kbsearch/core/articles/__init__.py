"""Articles as their keepers write them: read, checked, rendered, and what becomes of them."""
