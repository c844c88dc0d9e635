"""What one client's base lacks."""
