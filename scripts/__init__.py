"""Programs for the people who run and build the project."""
