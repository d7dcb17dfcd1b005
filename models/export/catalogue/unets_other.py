"""UNet fixtures in the layouts of SD 2, SDXL, SnapFusion and Apple's converter."""

import numpy as np

from writing.external import ExternalData
from writing.recipe import Recipe

from .arrays import unet_inputs
from .unet_builders import OPTIMUM_AXES, OUTPUTS, SCRIPT_AXES, TEXT_DIM, snapfusion, spelled, stable_diffusion, steps


def split_einsum_op18():
    name = "unet_split_einsum_op18"
    inputs = unet_inputs(name, (2, 4, 4, 6), 7, TEXT_DIM, steps(np.float32, 251, 251))
    text = inputs["encoder_hidden_states"].transpose(0, 2, 1)[:, :, None, :]
    return Recipe(
        name,
        "Apple's layout: 1x1 Conv for every linear layer, text as (batch, channels, 1, sequence), LayerNorm over"
        " axis 1, one Einsum pair per head; opset 18: ReduceMean takes its axes as an input",
        stable_diffusion(split_einsum=True),
        18,
        [{**inputs, "encoder_hidden_states": np.ascontiguousarray(text)}],
        ("noise_pred",),
    )


def sd2_op17_external_many():
    name = "unet_sd2_op17_external_many"
    return Recipe(
        name,
        "SD 2 layout: linear projections, heads per level, q and k upcast; one file per weight in weights/",
        stable_diffusion(heads=(1, 2), use_linear_projection=True, **spelled("baddbmm", upcast_attention=True)),
        17,
        [unet_inputs(name, (1, 4, 4, 6), 7, TEXT_DIM, steps(np.float32, 661))],
        OUTPUTS,
        external=ExternalData("weights", one_file=False),
    )


def sdxl_op17_dyn_aligned():
    name = "unet_sdxl_op17_dyn_aligned"
    axes = {**OPTIMUM_AXES, "text_embeds": {0: "batch_size"}, "time_ids": {0: "batch_size"}}

    def inputs(index, sample, sequence):
        sizes = np.array([[1024, 1024, 0, 0, 1024, 768]] * sample[0], dtype=np.float32)
        salt = f"{name}:{index}"
        pooled = unet_inputs(f"{salt}:pooled", sample, 1, 10, np.array(0))["encoder_hidden_states"][:, 0]
        arrays = unet_inputs(salt, sample, sequence, TEXT_DIM, np.array(401, dtype=np.float32))
        return {**arrays, "text_embeds": np.ascontiguousarray(pooled), "time_ids": sizes}

    return Recipe(
        name,
        "SDXL layout: text_embeds, time_ids, add_embedding, transformer depth 2, plain first level;"
        " scaled_dot_product_attention; dynamic; one weight file, every tensor at a multiple of 4096",
        stable_diffusion(
            down_attentions=(0, 1),
            up_attentions=(0, 1),
            transformer_depth=(1, 2),
            use_linear_projection=True,
            addition_time_embed_dim=8,
            pooled_text_dim=10,
            **spelled("scaled_dot_product"),
        ),
        17,
        [inputs(0, (2, 4, 6, 8), 7), inputs(1, (1, 4, 4, 10), 3)],
        OUTPUTS,
        dynamic_axes=axes,
        external=ExternalData("model.onnx_data", alignment=4096, threshold=1024),
    )


def snapfusion_op17_fp16_external():
    name = "unet_snapfusion_op17_fp16_external"
    return Recipe(
        name,
        "SnapFusion layout, all four levels, fp16 as traced in half; softmax upcast to fp32; one weight file whose"
        " references lack the length",
        snapfusion(**spelled("baddbmm", upcast_softmax=True)),
        17,
        [unet_inputs(name, (1, 4, 8, 16), 7, TEXT_DIM, steps(np.float16, 876), np.float16)],
        OUTPUTS,
        half=True,
        external=ExternalData("weights.bin", with_length=False),
    )


def snapfusion_op18_dyn():
    name = "unet_snapfusion_op18_dyn"
    return Recipe(
        name,
        "SnapFusion layout, all four levels; opset 18; dynamic, traced on a latent that eight does not divide, so that"
        " Resize takes its sizes from the skip connections",
        snapfusion(**spelled("scaled_dot_product")),
        18,
        [
            unet_inputs(f"{name}:0", (1, 4, 10, 12), 7, TEXT_DIM, steps(np.float32, 876)),
            unet_inputs(f"{name}:1", (2, 4, 8, 8), 5, TEXT_DIM, steps(np.float32, 126, 126)),
            unet_inputs(f"{name}:2", (1, 4, 9, 7), 3, TEXT_DIM, steps(np.float32, 1)),
        ],
        OUTPUTS,
        dynamic_axes={**SCRIPT_AXES, "sample": {0: "batch", 2: "height", 3: "width"}},
    )


RECIPES = (
    split_einsum_op18,
    sd2_op17_external_many,
    sdxl_op17_dyn_aligned,
    snapfusion_op17_fp16_external,
    snapfusion_op18_dyn,
)
