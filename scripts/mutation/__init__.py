"""Changes the verifier in one place at a time and asks what notices."""
