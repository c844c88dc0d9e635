"""Who may do what for which client. Pure: no clock, no disk, no secrets of its own."""
