"""What is kept in SQLite. A connection per unit of work; never one shared by threads."""
