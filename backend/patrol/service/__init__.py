"""What happens on patrols."""
