"""One client's articles, for tools, for readers and for those who keep them."""
