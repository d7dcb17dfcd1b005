"""The stages of a training, one file each, in the order of run.py."""
