"""What one client's articles did to first call resolution."""
