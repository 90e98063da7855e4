"""Saved filters 常用筛选: what a person looks for again and again, by name."""
