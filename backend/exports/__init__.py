"""Evidence packages that anyone can verify without us."""

from backend.exports.errors import ExhibitsNotVerified

__all__ = ["ExhibitsNotVerified"]
