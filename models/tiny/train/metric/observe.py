"""Finds the background and the things in a picture by arithmetic on its pixels; no network is involved."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..world.render import coverage
from ..world.vocabulary import BACKGROUNDS, COLOURS, SHAPES

NAMES = (*COLOURS, *BACKGROUNDS)
PALETTE = np.array([*COLOURS.values(), *BACKGROUNDS.values()], np.float32)

FOREGROUND_DISTANCE = 40  # from the background's colour, of 0 to 441
LEAST_PIXELS = 30
LEAST_SOLID_PIXELS = 20
LARGE_FROM_RADIUS = 9.3
TEMPLATE = 24  # pixels of a side


@dataclass(frozen=True)
class Sighting:
    shape: str
    colour: str
    size: str
    x: float
    y: float
    # Intersection over union with the template of the shape.
    likeness: float
    area: int


def nearest_name(colour):
    return NAMES[int(((PALETTE - colour) ** 2).sum(axis=1).argmin())]


def box_of(mask):
    rows, columns = np.where(mask)
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


def stretched(covered, box):
    """The box of a coverage map, resampled to the size of the templates."""
    top, bottom, left, right = box
    steps = (np.arange(TEMPLATE) + 0.5) / TEMPLATE
    rows = np.clip(steps * (bottom - top) + top - 0.5, 0, covered.shape[0] - 1)
    columns = np.clip(steps * (right - left) + left - 0.5, 0, covered.shape[1] - 1)
    return ndimage.map_coordinates(covered, np.meshgrid(rows, columns, indexing="ij"), order=1, mode="nearest")


def template(shape):
    drawn = coverage(shape, 64, 64, 60, canvas=128)
    return stretched(drawn, box_of(drawn > 0.5))


TEMPLATES = np.stack([template(shape) for shape in SHAPES])


def likenesses(patch):
    return np.minimum(patch, TEMPLATES).sum(axis=(1, 2)) / np.maximum(patch, TEMPLATES).sum(axis=(1, 2))


def border_colour(pixels):
    edges = (pixels[:2], pixels[-2:], pixels[:, :2], pixels[:, -2:])
    return np.median(np.concatenate([edge.reshape(-1, 3) for edge in edges]), axis=0)


def sight(pixels, background, distance, component):
    """The thing that a connected region of foreground shows, if it is solid enough to be one."""
    core = component & (distance > 0.75 * np.percentile(distance[component], 90))
    colour = np.median(pixels[core], axis=0)
    line = colour - background
    # The share of the thing's colour in each pixel: a projection on the line from background to colour.
    covered = np.clip((pixels - background) @ line / max(float(line @ line), 1.0), 0, 1)
    covered = covered * ndimage.binary_dilation(component)
    solid = covered > 0.5
    if solid.sum() < LEAST_SOLID_PIXELS:
        return None
    top, bottom, left, right = box_of(solid)
    found = likenesses(stretched(covered, (top, bottom, left, right)))
    return Sighting(
        shape=SHAPES[int(found.argmax())],
        colour=nearest_name(colour),
        size="large" if max(bottom - top, right - left) / 2 > LARGE_FROM_RADIUS else "small",
        x=(left + right) / 2,
        y=(top + bottom) / 2,
        likeness=float(found.max()),
        area=int(solid.sum()),
    )


def observe(picture):
    """The name of the background and the things of a picture (uint8, height x width x 3), largest first."""
    pixels = picture.astype(np.float32)
    background = border_colour(pixels)
    distance = np.sqrt(((pixels - background) ** 2).sum(axis=-1))
    regions, count = ndimage.label(distance > FOREGROUND_DISTANCE, structure=np.ones((3, 3)))
    components = (regions == index for index in range(1, count + 1))
    sightings = [sight(pixels, background, distance, c) for c in components if c.sum() >= LEAST_PIXELS]
    things = sorted((s for s in sightings if s is not None), key=lambda s: -s.area)
    return nearest_name(background), things
