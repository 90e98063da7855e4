"""Hand-overs of exhibits 证据移交: to police, court, prosecutor, another authority, the party."""
