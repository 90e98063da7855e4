"""Hand-overs of exhibits to police, court, another authority or the party."""
