"""The only room that imports telegram."""
