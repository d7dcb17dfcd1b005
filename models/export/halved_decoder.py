"""Writes a VAE decoder, and what PyTorch computes with every second channel of it cut out of the weights by hand.

    python3 halved_decoder.py --out DIR

DIR gets model.onnx, inputs.npz, outputs.npz, and halved.npz.
"""

import argparse
from pathlib import Path

import torch

from catalogue.vaes import HALVED, WIDTHS, config
from networks.vae import VaeDecoder
from writing.arrays import write_arrays
from writing.fixture import compute, write_fixture
from writing.recipe import Recipe
from writing.seed import normal

NAME = "vae_decoder_to_halve"


def halved(decoder):
    """The decoder of half the widths with every second row and column of the weights; scores keep their scale."""
    half = VaeDecoder(config(HALVED))
    wanted = half.state_dict()
    weights = {}
    for name, tensor in decoder.state_dict().items():
        for axis, size in enumerate(wanted[name].shape):
            if tensor.shape[axis] != size:
                tensor = tensor.index_select(axis, (2 * wanted[name].new_ones(size).cumsum(0) - 2).long())
        weights[name] = tensor
    half.load_state_dict(weights)
    for own, whole in zip(half.modules(), decoder.modules()):
        if hasattr(own, "scale"):
            own.scale = whole.scale
    return half


def main():
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    decoder = VaeDecoder(config(WIDTHS))
    inputs = {"latent_sample": normal(NAME, (1, 4, 4, 4))}
    write_fixture(Recipe(NAME, "", lambda: decoder, 17, [inputs], ("sample",)), out)
    (result,) = compute(halved(decoder), inputs, False)
    write_arrays(out / NAME / "halved.npz", {"sample": result})


if __name__ == "__main__":
    main()
