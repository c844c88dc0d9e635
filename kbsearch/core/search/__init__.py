"""A typed query and what is found for it: its words and codes, the signals, and what of a passage is shown."""
