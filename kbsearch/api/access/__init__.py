"""Who comes in, and what they may do: keys, sessions, roles, and the wall between clients."""
