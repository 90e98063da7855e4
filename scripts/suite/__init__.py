"""Everything that is checked and tested, in parts."""
