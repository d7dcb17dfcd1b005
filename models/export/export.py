"""Exports seeded networks of a text-to-image pipeline with torch.onnx.export, each with inputs and torch's outputs.

    python3 export.py --out DIR [--only NAME] [--size tiny|small|full]
    python3 export.py --count [--only NAME] [--size tiny|small|full]
    python3 export.py --table [--size tiny|small|full]

Needs PyTorch 1.13, onnx and numpy (Debian 12: python3-torch, python3-onnx, python3-numpy).
"""

import argparse
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn

from catalogue.index import SIZES
from writing.fixture import write_fixture
from writing.seed import parameter_count
from writing.table import table


@contextmanager
def parameters_on_meta():
    """Modules built inside allocate no memory: every parameter is moved to the meta device as it is registered."""
    register = nn.Module.register_parameter

    def register_on_meta(module, name, parameter):
        register(module, name, parameter)
        if parameter is not None:
            module._parameters[name] = nn.Parameter(parameter.to("meta"), requires_grad=parameter.requires_grad)

    nn.Module.register_parameter = register_on_meta
    try:
        yield
    finally:
        nn.Module.register_parameter = register


def count_parameters(recipe):
    with parameters_on_meta():
        return parameter_count(recipe.build())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="the folder that gets one folder per network")
    parser.add_argument("--only", metavar="NAME", help="make this one network")
    parser.add_argument("--size", choices=sorted(SIZES), default="tiny")
    parser.add_argument("--count", action="store_true", help="print parameter counts and write nothing")
    parser.add_argument("--table", action="store_true", help="print the networks as a Markdown table and write nothing")
    options = parser.parse_args()
    if options.out is None and not options.count and not options.table:
        parser.error("--out DIR is needed, or --count, or --table")
    recipes = SIZES[options.size]()
    chosen = [recipe for recipe in recipes if options.only in (None, recipe.name)]
    if not chosen:
        parser.error(f"no network of that name; there are {', '.join(recipe.name for recipe in recipes)}")
    if options.table:
        print(table(chosen))
        return
    torch.set_num_threads(2)
    for recipe in chosen:
        count = count_parameters(recipe) if options.count else write_fixture(recipe, options.out)
        print(f"{recipe.name}\topset {recipe.opset}\t{count:,} parameters", flush=True)


if __name__ == "__main__":
    main()
