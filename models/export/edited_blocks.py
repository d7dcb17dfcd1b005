"""Writes a UNet of SD 1.5's layout, and what PyTorch computes after blocks of it were removed or copied.

    python3 edited_blocks.py --out DIR

DIR gets model.onnx, inputs.npz, outputs.npz, and edited.npz: one output for each entry of EDITS.
"""

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from torch import nn

from catalogue.arrays import unet_inputs
from catalogue.unet_builders import OUTPUTS, TEXT_DIM, builder, spelled, steps
from networks.unet_config import snapfusion_layout, stable_diffusion_layout
from writing.arrays import write_arrays
from writing.fixture import compute, write_fixture
from writing.recipe import Recipe

NAME = "unet_sd15_op14_edits"
SETTINGS = {"widths": (4, 8, 12, 12), "heads": (1, 2, 3, 3), **spelled("matmul")}

# Modules of the efficient UNet, and whose weights they take.
TAKEN = {
    "down_blocks.3.resnets.0": "down_blocks.3.resnets.0",
    "up_blocks.0.resnets.0": "up_blocks.0.resnets.1",
    "up_blocks.0.resnets.1": "up_blocks.0.resnets.2",
    "up_blocks.1.resnets.0": "up_blocks.1.resnets.1",
    "up_blocks.1.resnets.1": "up_blocks.1.resnets.2",
    **{f"up_blocks.1.attentions.{new}": f"up_blocks.1.attentions.{old}" for new, old in enumerate((0, 1, 0, 2, 2, 1))},
}


class Unchanged(nn.Module):
    """Stands where a block was."""

    def __init__(self, channels):
        super().__init__()
        self.channels = channels

    def forward(self, hidden_states, _):
        # Of a ResNet on the way up: without the skip connection that was joined to its input.
        return hidden_states[:, : self.channels]


def published(model):
    """The efficient UNet with the weights of the model."""
    edited = builder(snapfusion_layout, **SETTINGS)()
    weights = model.state_dict()
    edited.load_state_dict({name: weights[source_of(name)] for name in edited.state_dict()})
    return edited


def source_of(name):
    for module, source in TAKEN.items():
        if name.startswith(module + "."):
            return source + name[len(module) :]
    return name


def without_attention(model):
    model.down_blocks[1].attentions[0] = Unchanged(8)
    model.up_blocks[2].attentions[2] = Unchanged(8)
    model.mid_block.attentions[0] = Unchanged(12)
    return model


def without_resnets(model):
    model.mid_block.resnets[1] = Unchanged(12)
    model.up_blocks[2].resnets[1] = Unchanged(8)
    return model


def without_pair(model):
    """The first ResNet on the way up changes the width, so that the second one goes with the skip connection."""
    model.down_blocks[0].resnets[1] = Unchanged(4)
    model.up_blocks[3].resnets[1] = Unchanged(4)
    return model


EDITS = {"published": published, "attention": without_attention, "resnets": without_resnets, "pair": without_pair}


def main():
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    inputs = unet_inputs(NAME, (1, 4, 8, 8), 5, TEXT_DIM, steps(np.float32, 601))
    build = builder(stable_diffusion_layout, **SETTINGS)
    seeded = []

    def kept():
        seeded.append(build())
        return seeded[0]

    out = parser.parse_args().out
    write_fixture(Recipe(NAME, "SD 1.5 layout, all four levels", kept, 14, [inputs], OUTPUTS), out)
    results = {name: compute(edit(copy.deepcopy(seeded[0])), inputs, False)[0] for name, edit in EDITS.items()}
    write_arrays(out / NAME / "edited.npz", results)


if __name__ == "__main__":
    main()
