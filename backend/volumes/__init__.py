"""Volumes 案卷: a case's papers and exhibits bound as one PDF for each part."""
