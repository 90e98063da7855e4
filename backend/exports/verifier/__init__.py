"""The stand-alone verifier that travels in every package."""
