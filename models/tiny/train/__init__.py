"""Trains the miniature: a small text-to-image pipeline with the structure of SnapFusion's, for a world drawn by a program."""
