"""A simulated year of the sample clients, its last quarter with 60,000 calls or more: what was planted comes back."""
