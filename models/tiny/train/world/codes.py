"""Scenes as rows of small integers, so that many captions can be compared with many pictures at once."""

import numpy as np

from .scene import canonical
from .vocabulary import BACKGROUNDS, COLOURS, PLACES, RELATIONS, SHAPES, SIZES

OPEN = -1
ABSENT = -2


def code(options, value):
    return OPEN if value is None else tuple(options).index(value)


def thing_codes(thing):
    return [code(SHAPES, thing.shape), code(COLOURS, thing.colour), code(SIZES, thing.size)]


def codes_of(scene):
    scene = canonical(scene)
    pair = len(scene.things) == 2
    return np.array(
        [code(BACKGROUNDS, scene.background)]
        + thing_codes(scene.things[0])
        + (thing_codes(scene.things[1]) if pair else [ABSENT] * 3)
        + [ABSENT if pair else code(PLACES, scene.place)]
        + [code(RELATIONS, scene.relation) if pair else ABSENT],
        np.int8,
    )


def told_by(captions, pictures):
    """For rows of codes: whether caption i is true of the settled scene j."""
    captions, pictures = captions[:, None, :], pictures[None, :, :]
    return ((captions == pictures) | (captions == OPEN)).all(axis=-1)
