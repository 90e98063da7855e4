"""Evidence packages that anyone can verify without us."""
