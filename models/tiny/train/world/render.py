"""Draws scenes, with anti-aliased edges."""

import numpy as np

from .vocabulary import BACKGROUNDS, CANVAS, COLOURS, PLACES, SIZES

SAMPLES = 4  # per pixel and axis


def star_corners():
    angles = -np.pi / 2 + np.arange(10) * np.pi / 5
    radii = np.where(np.arange(10) % 2 == 0, 1.0, 0.45)
    return np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1)


STAR = star_corners()


def inside_polygon(corners, x, y):
    inside = np.zeros(np.broadcast(x, y).shape, bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0)):
        crosses = (y0 > y) != (y1 > y)
        # An edge along x crosses nothing, so its slope does not matter.
        inside ^= crosses & (x < (x1 - x0) * (y - y0) / ((y1 - y0) or 1.0) + x0)
    return inside


def inside_cross(x, y):
    arm = 0.32
    return ((abs(x) < arm) & (abs(y) < 1)) | ((abs(y) < arm) & (abs(x) < 1))


def inside_ring(x, y):
    distance = x * x + y * y
    return (distance < 1) & (distance > 0.3)


# Each tells for coordinates in units of the radius, y downwards, what lies inside.
INSIDE = {
    "circle": lambda x, y: x * x + y * y < 1,
    "square": lambda x, y: np.maximum(abs(x), abs(y)) < 0.88,
    "triangle": lambda x, y: (y < 0.8) & (abs(x) < 0.97 * (y + 1) / 1.8),
    "star": lambda x, y: inside_polygon(STAR, x, y),
    "cross": inside_cross,
    "ring": inside_ring,
}


def coverage(shape, x, y, radius, canvas=CANVAS):
    """How much of each pixel the shape covers, 0 to 1."""
    covered = np.zeros((canvas, canvas), np.float32)
    left, right = max(0, int(x - radius) - 1), min(canvas, int(x + radius) + 2)
    top, bottom = max(0, int(y - radius) - 1), min(canvas, int(y + radius) + 2)
    xs = (np.arange(left * SAMPLES, right * SAMPLES) + 0.5) / SAMPLES
    ys = (np.arange(top * SAMPLES, bottom * SAMPLES) + 0.5) / SAMPLES
    hits = INSIDE[shape](((xs - x) / radius)[None, :], ((ys - y) / radius)[:, None])
    hits = hits.reshape(bottom - top, SAMPLES, right - left, SAMPLES)
    covered[top:bottom, left:right] = hits.mean(axis=(1, 3))
    return covered


def centres_of(scene, rng):
    """Where the things stand: jittered, but always as the scene says."""
    if len(scene.things) == 1:
        x, y = PLACES[scene.place]
        return [(x + rng.uniform(-2, 2), y + rng.uniform(-2, 2))]
    near, far = CANVAS / 4, CANVAS * 3 / 4
    along = [near + rng.uniform(-1.5, 1.5), far + rng.uniform(-1.5, 1.5)]
    across = [CANVAS / 2 + rng.uniform(-5, 5) for _ in scene.things]
    if scene.relation in ("below", "right of"):
        along.reverse()
    vertical = scene.relation in ("above", "below")
    return list(zip(across, along)) if vertical else list(zip(along, across))


def render(scene, rng):
    """The picture (uint8, height x width x 3) of a settled scene, and the centres of its things."""
    picture = np.empty((CANVAS, CANVAS, 3), np.float32)
    picture[:] = BACKGROUNDS[scene.background]
    centres = centres_of(scene, rng)
    for thing, (x, y) in zip(scene.things, centres):
        covered = coverage(thing.shape, x, y, rng.uniform(*SIZES[thing.size]))[..., None]
        picture = picture * (1 - covered) + covered * np.array(COLOURS[thing.colour], np.float32)
    return np.round(picture).astype(np.uint8), centres
