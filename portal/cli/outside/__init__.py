"""What commands have to do with the world outside: the web, git, folders, the terminal."""
