"""What a person sees and does, so that a selector changes in one place."""
