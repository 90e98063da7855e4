"""The programs that run and check the project."""
