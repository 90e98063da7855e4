"""Patrols 巡查: duty, planned rounds with checkpoints, tracks with their gaps."""
