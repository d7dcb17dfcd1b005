"""UNet fixtures in the layout of SD 1.5: one per opset and spelling of attention."""

import numpy as np
from torch import nn

from networks.attention import Attention
from writing.external import ExternalData
from writing.recipe import Recipe

from .arrays import unet_inputs
from .unet_builders import OPTIMUM_AXES, OUTPUTS, SCRIPT_AXES, TEXT_DIM, spelled, stable_diffusion, steps


def sd15_op11_int64():
    name = "unet_sd15_op11_int64"
    return Recipe(
        name,
        "SD 1.5 layout, two levels; baddbmm; timestep int64[2]; folding off, initializers also listed as inputs",
        stable_diffusion(**spelled("baddbmm")),
        11,
        [unet_inputs(name, (2, 4, 4, 6), 7, TEXT_DIM, steps(np.int64, 981, 981))],
        OUTPUTS,
        constant_folding=False,
        initializers_as_inputs=True,
    )


def sd15_op12_matmul_dyn():
    name = "unet_sd15_op12_matmul_dyn"
    return Recipe(
        name,
        "SD 1.5 layout, two levels; MatMul, then Mul by the scale; all axes of diffusers' script dynamic",
        stable_diffusion(**spelled("matmul")),
        12,
        [
            unet_inputs(f"{name}:0", (2, 4, 4, 8), 7, TEXT_DIM, steps(np.float32, 501, 501)),
            unet_inputs(f"{name}:1", (1, 4, 6, 10), 5, TEXT_DIM, steps(np.float32, 1)),
            unet_inputs(f"{name}:2", (3, 4, 4, 4), 9, TEXT_DIM, steps(np.float32, 961, 21, 500)),
        ],
        OUTPUTS,
        dynamic_axes=SCRIPT_AXES,
    )


def sd15_op13_sliced():
    name = "unet_sd15_op13_sliced"
    return Recipe(
        name,
        "SD 1.5 layout, two levels; sliced attention (Slice, MatMul, ScatterND); timestep float[1] with batch 2",
        stable_diffusion(**spelled("sliced", slice_size=2)),
        13,
        [unet_inputs(name, (2, 4, 4, 6), 7, TEXT_DIM, steps(np.float32, 321))],
        OUTPUTS,
    )


def sd15_op14_sdpa_dyn_external():
    name = "unet_sd15_op14_sdpa_dyn_external"
    return Recipe(
        name,
        "SD 1.5 layout, three levels; scaled_dot_product_attention (Sqrt and Mul split the scale); timestep is a"
        " float scalar; optimum's dynamic axes; weights in one file, weights.pb",
        stable_diffusion((4, 8, 12), heads=(1, 2, 3), **spelled("scaled_dot_product")),
        14,
        [
            unet_inputs(f"{name}:0", (2, 4, 8, 8), 7, TEXT_DIM, np.array(751, dtype=np.float32)),
            unet_inputs(f"{name}:1", (1, 4, 16, 8), 11, TEXT_DIM, np.array(1, dtype=np.float32)),
        ],
        OUTPUTS,
        dynamic_axes=OPTIMUM_AXES,
        external=ExternalData("weights.pb"),
    )


def sd15_op15_functions():
    name = "unet_sd15_op15_functions"
    return Recipe(
        name,
        "SD 1.5 layout, two levels; LayerNorm and Attention exported as local functions",
        stable_diffusion(**spelled("matmul")),
        15,
        [unet_inputs(name, (1, 4, 4, 6), 7, TEXT_DIM, steps(np.float32, 121))],
        OUTPUTS,
        modules_as_functions={nn.LayerNorm, Attention},
    )


RECIPES = (
    sd15_op11_int64,
    sd15_op12_matmul_dyn,
    sd15_op13_sliced,
    sd15_op14_sdpa_dyn_external,
    sd15_op15_functions,
)
