"""Which captions are held out: one in ten, by a hash of its words, so that the two sets never overlap."""

import hashlib

from .caption import caption_of
from .scene import random_scene

HELD_OUT_BELOW = 26  # of the 256 values of a byte
PAIR_SHARE = 0.6  # of scenes with two things


def is_held_out(caption):
    return hashlib.md5(caption.encode()).digest()[0] < HELD_OUT_BELOW


def random_scene_of(split, rng, pair_share):
    """split is "train" or "held-out"."""
    while True:
        scene = random_scene(rng, pair_share)
        if is_held_out(caption_of(scene)) == (split == "held-out"):
            return scene
