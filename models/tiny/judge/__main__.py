"""Held-out captions, and what pictures drawn for them show; needs numpy and scipy, no network.

    python3 -m models.tiny.judge captions COUNT                       a JSON list
    python3 -m models.tiny.judge scores CAPTIONS.json PICTURES.npy... JSON; losses are against the first pictures
"""

import argparse
import json
from pathlib import Path

import numpy as np

from .compare import compare
from .held_out import held_out_captions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    captions = commands.add_parser("captions")
    captions.add_argument("count", type=int)
    scores = commands.add_parser("scores")
    scores.add_argument("captions", type=Path)
    scores.add_argument("pictures", type=Path, nargs="+")
    options = parser.parse_args()
    if options.command == "captions":
        print(json.dumps(held_out_captions(options.count)))
    else:
        told = json.loads(options.captions.read_text())
        print(json.dumps(compare([np.load(path) for path in options.pictures], told)))


if __name__ == "__main__":
    main()
