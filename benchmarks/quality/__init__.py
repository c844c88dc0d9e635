"""How good search is: on the evaluation sets, on the sample bases, with a part taken away, and how it was fitted."""
