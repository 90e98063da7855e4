"""Wire shapes of patrols."""
