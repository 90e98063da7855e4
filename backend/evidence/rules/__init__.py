"""Pure rules of evidence: the capture record, places, photos, copies and what is worth a flag."""
