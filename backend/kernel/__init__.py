"""Plumbing without domain words; imports no feature."""
