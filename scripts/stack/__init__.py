"""Everything one machine needs to run the whole system under one directory."""
