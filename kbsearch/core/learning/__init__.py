"""What solved calls teach search."""
