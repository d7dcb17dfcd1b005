"""Writes the tokenizer's files: every word of a caption is one token, any other word falls into pieces."""

from ..tokenizer.learn import write_tokenizer
from ..world.words import CAPTION_WORDS

# The longest caption has 14 words; the rest is room for words in pieces.
LENGTH = 24


def run(place):
    if not (place.tokenizer / "tokenizer_config.json").exists():
        write_tokenizer(place.tokenizer, CAPTION_WORDS, LENGTH)
