"""Compares what a picture shows with what its caption tells, criterion by criterion."""

from itertools import permutations

import numpy as np

from ..world.caption import scene_of
from ..world.vocabulary import CANVAS
from .observe import observe

LEAST_LIKENESS = 0.6
CENTRE_REACH = 8  # pixels from the middle of the canvas


def place_of(sighting):
    x, y = sighting.x - CANVAS / 2, sighting.y - CANVAS / 2
    if max(abs(x), abs(y)) < CENTRE_REACH:
        return "in the center"
    if abs(x) > abs(y):
        return "on the left" if x < 0 else "on the right"
    return "at the top" if y < 0 else "at the bottom"


def relation_of(first, second):
    x, y = second.x - first.x, second.y - first.y
    if abs(x) > abs(y):
        return "left of" if x > 0 else "right of"
    return "above" if y > 0 else "below"


def thing_results(thing, sighting):
    shape = sighting is not None and sighting.shape == thing.shape and sighting.likeness >= LEAST_LIKENESS
    results = {"colour": sighting is not None and sighting.colour == thing.colour, "shape": shape}
    if thing.size is not None:
        results["size"] = sighting is not None and sighting.size == thing.size
    return results


def assignment_results(scene, sightings):
    """Results when the things of the scene are taken to be these sightings (None: not seen)."""
    results = [thing_results(*pair) for pair in zip(scene.things, sightings)]
    if scene.place is not None:
        results.append({"place": sightings[0] is not None and place_of(sightings[0]) == scene.place})
    if scene.relation is not None:
        results.append({"relation": None not in sightings and relation_of(*sightings) == scene.relation})
    return results


def judge(picture, caption):
    """A list of (criterion, right or wrong): the best reading of the picture; "all" is the last."""
    scene = scene_of(caption)
    background, things = observe(picture)
    count = len(scene.things)
    candidates = [*things[:3], *[None] * count]
    readings = (assignment_results(scene, chosen) for chosen in permutations(candidates, count))
    best = max(readings, key=lambda reading: sum(sum(part.values()) for part in reading))
    results = [item for part in best for item in part.items()]
    results.append(("count", len(things) == count))
    if scene.background is not None:
        results.append(("background", background == scene.background))
    everything = all(right for _, right in results)
    return [*results, ("all of one" if count == 1 else "all of two", everything), ("all", everything)]


def accuracies(pictures, captions):
    """The share of right answers per criterion."""
    answers = {}
    for picture, caption in zip(pictures, captions):
        for criterion, right in judge(picture, caption):
            answers.setdefault(criterion, []).append(right)
    return {criterion: round(float(np.mean(found)), 4) for criterion, found in sorted(answers.items())}
