"""What a telephone system says of calls, and what it opens in an agent's browser."""
