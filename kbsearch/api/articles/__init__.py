"""One client's articles, for tools and for readers."""
