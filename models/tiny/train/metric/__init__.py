"""Looks at the pixels of a picture and says whether they show what a caption tells."""
