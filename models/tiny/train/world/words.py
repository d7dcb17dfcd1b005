"""Every word that a caption may contain."""

from .vocabulary import BACKGROUNDS, COLOURS, PLACES, RELATIONS, SHAPES, SIZES

CAPTION_WORDS = sorted(
    {
        word
        for phrase in (*SHAPES, *COLOURS, *BACKGROUNDS, *SIZES, *PLACES, *RELATIONS, "a", "an", "on", "background")
        for word in phrase.split()
    }
)
