"""How one client's articles fare, for those who keep them."""
