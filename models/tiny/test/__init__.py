"""Tests of the miniature's training: python3 -m unittest discover -s models/tiny/test -t ."""
