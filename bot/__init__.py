"""Citebot: ask the article, and it answers in its own words."""
