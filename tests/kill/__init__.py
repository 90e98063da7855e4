"""Browsers killed with SIGKILL at named points: nothing is lost, doubled or falsely verified."""
