"""What happens in a call, what is made of it, and who takes it over."""
