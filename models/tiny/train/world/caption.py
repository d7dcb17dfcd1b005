"""The caption grammar, both ways.

    caption    = thing [place] [background]  |  thing relation thing [background]
    thing      = ("a" | "an") [size] colour shape
    background = "on a" colour "background"
"""

from .scene import Scene, Thing
from .vocabulary import BACKGROUNDS, COLOURS, PLACES, RELATIONS, SHAPES, SIZES


def with_article(words):
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def describe_thing(thing):
    return with_article(" ".join(word for word in (thing.size, thing.colour, thing.shape) if word))


def caption_of(scene):
    parts = [describe_thing(scene.things[0])]
    if scene.relation is not None:
        parts += [scene.relation, describe_thing(scene.things[1])]
    if scene.place is not None:
        parts.append(scene.place)
    if scene.background is not None:
        parts.append(f"on {with_article(scene.background)} background")
    return " ".join(parts)


def read_thing(words):
    """The thing that the words begin with, and the words after it."""
    article, *rest = words
    if article not in ("a", "an"):
        raise ValueError(f"a thing begins with its article, not with {article!r}")
    size = rest.pop(0) if rest[0] in SIZES else None
    colour, shape, *rest = rest
    if colour not in COLOURS or shape not in SHAPES:
        raise ValueError(f"no such thing: {colour} {shape}")
    return Thing(shape, colour, size), rest


def read_first_of(options, words):
    """The option that the words begin with, if one does, and the words after it."""
    for option in options:
        length = len(option.split())
        if " ".join(words[:length]) == option:
            return option, words[length:]
    return None, words


def scene_of(caption):
    """The scene that a caption tells; ValueError for words that are no caption of this world."""
    first, words = read_thing(caption.split())
    things = [first]
    place, words = read_first_of(PLACES, words)
    relation, words = read_first_of(RELATIONS, words)
    if relation is not None:
        second, words = read_thing(words)
        things.append(second)
    background = None
    if words:
        background = words[2] if len(words) == 4 else None
        if background not in BACKGROUNDS or words[0] != "on" or words[3] != "background":
            raise ValueError(f"no background: {' '.join(words)}")
    return Scene(tuple(things), background, place, relation)
