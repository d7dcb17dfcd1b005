"""What there is in the world, and where on the canvas and in which colours."""

CANVAS = 64

SHAPES = ("circle", "square", "triangle", "star", "cross", "ring")

COLOURS = {
    "red": (215, 30, 35),
    "green": (35, 165, 60),
    "blue": (45, 80, 235),
    "yellow": (250, 225, 45),
    "orange": (250, 130, 20),
    "purple": (140, 40, 185),
    "cyan": (60, 215, 230),
    "pink": (250, 145, 195),
}

BACKGROUNDS = {
    "white": (250, 250, 250),
    "black": (12, 12, 12),
    "gray": (128, 128, 128),
    "navy": (18, 28, 88),
    "brown": (105, 65, 35),
}

# Least and greatest radius in pixels.
SIZES = {"small": (6.5, 8.0), "large": (12.0, 13.5)}

# The centre of the one thing in a scene.
PLACES = {
    "on the left": (16, 32),
    "on the right": (48, 32),
    "at the top": (32, 16),
    "at the bottom": (32, 48),
    "in the center": (32, 32),
}

# The relation of the first thing to the second, and the same fact told from the second.
INVERSE = {"above": "below", "below": "above", "left of": "right of", "right of": "left of"}
RELATIONS = tuple(INVERSE)
