"""What is refused, in words and as problem documents."""
