"""One client's day as it goes on."""
