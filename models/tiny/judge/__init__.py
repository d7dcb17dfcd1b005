"""Judges pictures of the miniature's world, whatever drew them."""
