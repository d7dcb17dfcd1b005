"""Learns merges from a list of words until each word is one symbol, and writes vocab.json and merges.txt."""

import json
from collections import Counter

from .symbols import BYTE_SYMBOLS, END_OF_TEXT, END_OF_WORD, START_OF_TEXT, merged, symbols_of


def learn_merges(words):
    """The most frequent pair comes first; of equals, the first in alphabetical order."""
    spelled = {word: symbols_of(word) for word in words}
    merges = []
    while True:
        pairs = Counter(pair for symbols in spelled.values() for pair in zip(symbols, symbols[1:]))
        if not pairs:
            return merges
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        spelled = {word: merged(symbols, best) for word, symbols in spelled.items()}


def vocabulary_of(merges):
    """CLIP's order: bytes, bytes at the end of a word, merges, the start and the end of a text."""
    symbols = list(BYTE_SYMBOLS.values())
    symbols += [symbol + END_OF_WORD for symbol in symbols]
    symbols += [first + second for first, second in merges]
    return {symbol: index for index, symbol in enumerate([*symbols, START_OF_TEXT, END_OF_TEXT])}


def write_tokenizer(folder, words, length):
    """The files that transformers' CLIPTokenizer reads."""
    merges = learn_merges(words)
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = vocabulary_of(merges)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False) + "\n")
    lines = ["#version: 0.2", *(f"{first} {second}" for first, second in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n")
    settings = {
        "tokenizer_class": "CLIPTokenizer",
        "model_max_length": length,
        "bos_token": START_OF_TEXT,
        "eos_token": END_OF_TEXT,
        "pad_token": END_OF_TEXT,
        "unk_token": END_OF_TEXT,
        "do_lower_case": True,
        "errors": "replace",
        "add_prefix_space": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    special = {name: settings[name] for name in ("bos_token", "eos_token", "pad_token", "unk_token")}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")
