"""A witness of transparency logs (c2sp.org/tlog-witness); needs no database and runs anywhere."""
