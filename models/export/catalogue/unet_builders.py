"""Tiny UNets, and the dynamic axes the exporters declare for them."""

import numpy as np

from networks.unet import UNet2DConditionModel
from networks.unet_config import snapfusion_layout, stable_diffusion_layout

TEXT_DIM = 12
OUTPUTS = ("out_sample",)

# diffusers' own script names input axes only, and leaves the output's to the exporter.
SCRIPT_AXES = {
    "sample": {0: "batch", 1: "channels", 2: "height", 3: "width"},
    "timestep": {0: "batch"},
    "encoder_hidden_states": {0: "batch", 1: "sequence"},
}
OPTIMUM_AXES = {
    "sample": {0: "batch_size", 2: "height", 3: "width"},
    "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
    "out_sample": {0: "batch_size", 2: "height", 3: "width"},
}


def steps(dtype, *values):
    """A rank-1 timestep."""
    return np.array(values, dtype=dtype)


def builder(layout, widths, **changes):
    config = layout(widths, TEXT_DIM, **{"norm_num_groups": 2, "heads": (2,) * len(widths), **changes})
    return lambda: UNet2DConditionModel(config)


def stable_diffusion(widths=(4, 8), **changes):
    """One ResNet less per level than the real layout."""
    return builder(stable_diffusion_layout, widths, layers_per_block=(1,) * len(widths), **changes)


def snapfusion(**changes):
    """The real layout, block for block."""
    return builder(snapfusion_layout, (4, 8, 12, 12), heads=(1, 2, 3, 3), **changes)


def spelled(spelling, **options):
    return {"attention_options": {"spelling": spelling, **options}}
