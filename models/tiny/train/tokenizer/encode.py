"""Turns captions into token ids by the files of a tokenizer."""

import json
import re
from functools import lru_cache

import numpy as np

from .symbols import END_OF_TEXT, START_OF_TEXT, merged, symbols_of

# Letters together, digits one by one, anything else but blanks together.
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")


class Tokenizer:
    def __init__(self, folder):
        self.vocabulary = json.loads((folder / "vocab.json").read_text())
        lines = (folder / "merges.txt").read_text().splitlines()[1:]
        self.ranks = {tuple(line.split()): rank for rank, line in enumerate(lines)}
        self.length = json.loads((folder / "tokenizer_config.json").read_text())["model_max_length"]
        self.start, self.end = self.vocabulary[START_OF_TEXT], self.vocabulary[END_OF_TEXT]
        self.ids_of_word = lru_cache(maxsize=None)(self.merge_word)

    def __len__(self):
        return len(self.vocabulary)

    def merge_word(self, word):
        symbols = symbols_of(word)
        while len(symbols) > 1:
            known = [pair for pair in zip(symbols, symbols[1:]) if pair in self.ranks]
            if not known:
                break
            symbols = merged(symbols, min(known, key=self.ranks.__getitem__))
        return [self.vocabulary[symbol] for symbol in symbols]

    def encode(self, text):
        """Start, words, end; cut at the length, filled up with the end."""
        ids = [token for word in WORDS.findall(text.lower()) for token in self.ids_of_word(word)]
        ids = [self.start, *ids[: self.length - 2]]
        return ids + [self.end] * (self.length - len(ids))

    def encode_all(self, texts):
        return np.array([self.encode(text) for text in texts], np.int64)
