"""What telephone systems say of calls: lines, logs and messages, in whatever order."""
