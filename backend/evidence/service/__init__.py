"""What may be done with exhibits, by subject: registration, uploads, verification, links."""
