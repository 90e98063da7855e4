"""Obtaining anchors and checking them."""
