"""Scenes: one or two things on a background; an attribute that is None may be anything."""

from dataclasses import dataclass, replace
from typing import Optional, Tuple

from .vocabulary import BACKGROUNDS, COLOURS, INVERSE, PLACES, RELATIONS, SHAPES, SIZES


@dataclass(frozen=True)
class Thing:
    shape: str
    colour: str
    size: Optional[str]


@dataclass(frozen=True)
class Scene:
    """place belongs to scenes of one thing, relation (of the first thing to the second) to scenes of two."""

    things: Tuple[Thing, ...]
    background: Optional[str]
    place: Optional[str] = None
    relation: Optional[str] = None


def choose(rng, options):
    options = tuple(options)
    return options[int(rng.integers(len(options)))]


def choose_or_leave_open(rng, options, open_share):
    return None if rng.random() < open_share else choose(rng, options)


def random_thing(rng, open_share):
    return Thing(choose(rng, SHAPES), choose(rng, COLOURS), choose_or_leave_open(rng, SIZES, open_share))


def look_alike(first, second):
    """Two things of one shape and colour cannot be told apart by a caption."""
    return (first.shape, first.colour) == (second.shape, second.colour)


def random_scene(rng, pair_share, open_share=0.2):
    background = choose_or_leave_open(rng, BACKGROUNDS, open_share)
    first = random_thing(rng, open_share)
    if rng.random() >= pair_share:
        return Scene((first,), background, place=choose_or_leave_open(rng, PLACES, open_share))
    second = random_thing(rng, open_share)
    while look_alike(first, second):
        second = random_thing(rng, open_share)
    return Scene((first, second), background, relation=choose(rng, RELATIONS))


def settle(scene, rng):
    """The scene with every open attribute decided."""
    things = tuple(replace(thing, size=thing.size or choose(rng, SIZES)) for thing in scene.things)
    place = scene.place or (choose(rng, PLACES) if len(things) == 1 else None)
    return replace(scene, things=things, background=scene.background or choose(rng, BACKGROUNDS), place=place)


def canonical(scene):
    """The one telling of a fact that has two: below and right of become above and left of."""
    if scene.relation not in ("below", "right of"):
        return scene
    return replace(scene, things=scene.things[::-1], relation=INVERSE[scene.relation])


def change_thing(scene, index, **changes):
    things = list(scene.things)
    things[index] = replace(things[index], **changes)
    return replace(scene, things=tuple(things))


def near_miss(scene, rng):
    """The scene with one attribute changed, or with its two things exchanged."""
    index = int(rng.integers(len(scene.things)))
    kind = choose(rng, ("order", "where", "colour", "shape", "size", "background"))
    if kind == "order" and len(scene.things) == 2:
        return replace(scene, things=scene.things[::-1])
    if kind == "background":
        return replace(scene, background=choose(rng, BACKGROUNDS))
    if kind == "colour":
        return change_thing(scene, index, colour=choose(rng, COLOURS))
    if kind == "shape":
        return change_thing(scene, index, shape=choose(rng, SHAPES))
    if kind == "size":
        return change_thing(scene, index, size=choose(rng, SIZES))
    if scene.relation is not None:
        return replace(scene, relation=choose(rng, RELATIONS))
    return replace(scene, place=choose(rng, PLACES))
