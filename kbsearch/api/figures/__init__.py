"""One client's figures, each with its formula and the calls that it is counted from."""
