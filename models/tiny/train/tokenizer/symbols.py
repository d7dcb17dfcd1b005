"""The symbols that byte-level BPE starts from: one printable character per byte (as GPT-2 and CLIP assign them)."""

END_OF_WORD = "</w>"
START_OF_TEXT = "<|startoftext|>"
END_OF_TEXT = "<|endoftext|>"

PRINTABLE = (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))


def byte_symbols():
    """Printable bytes stand for themselves; the others get the characters from 256 on. In CLIP's order."""
    others = [byte for byte in range(256) if byte not in PRINTABLE]
    symbols = {byte: chr(byte) for byte in PRINTABLE}
    symbols.update({byte: chr(256 + index) for index, byte in enumerate(others)})
    return symbols


BYTE_SYMBOLS = byte_symbols()


def symbols_of(word):
    """A word's symbols before any merge."""
    symbols = [BYTE_SYMBOLS[byte] for byte in word.encode()]
    return (*symbols[:-1], symbols[-1] + END_OF_WORD)


def merged(symbols, pair):
    """The symbols with every occurrence of the pair joined, from left to right."""
    result, index = [], 0
    while index < len(symbols):
        if tuple(symbols[index : index + 2]) == pair:
            result.append(pair[0] + pair[1])
            index += 2
        else:
            result.append(symbols[index])
            index += 1
    return tuple(result)
