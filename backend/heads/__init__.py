"""The daily map of every chain's head."""
