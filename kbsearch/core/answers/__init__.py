"""How far an answer is to be trusted, why, and the one question that would settle it."""
