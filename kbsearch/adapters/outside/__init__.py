"""How the server itself goes out to another machine: bounded in time and size, and never where it must not."""
