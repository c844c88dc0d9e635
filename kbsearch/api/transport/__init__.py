"""Between the socket and the routes: connections with deadlines, limits, threads, and what every response carries."""
