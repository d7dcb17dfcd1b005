"""VAE fixtures: decoder at full and halved widths, encoder in the spellings of both exporters."""

from networks.vae import VaeConfig, VaeDecoder, VaeEncoder
from writing.recipe import Recipe
from writing.seed import normal

from .arrays import image

WIDTHS = (8, 16, 16)
HALVED = tuple(width // 2 for width in WIDTHS)


def config(widths, **changes):
    return VaeConfig(**{"block_out_channels": widths, "layers_per_block": 1, "norm_num_groups": 4, **changes})


def decoder_op16_block():
    name = "vae_decoder_op16_block"
    return Recipe(
        name,
        "decoder at full widths; the early AttentionBlock: root of the scale on q and on k, softmax in fp32",
        lambda: VaeDecoder(config(WIDTHS, attention="block")),
        16,
        [{"latent_sample": normal(name, (1, 4, 4, 4))}],
        ("sample",),
    )


def decoder_pruned_op11_dyn():
    name = "vae_decoder_pruned_op11_dyn"
    return Recipe(
        name,
        "decoder with all widths halved; opset 11 (Unsqueeze with an attribute); all axes dynamic, Resize by scales",
        lambda: VaeDecoder(config(HALVED)),
        11,
        [{"latent_sample": normal(f"{name}:0", (1, 4, 4, 4))}, {"latent_sample": normal(f"{name}:1", (2, 4, 3, 5))}],
        ("sample",),
        dynamic_axes={"latent_sample": {0: "batch", 1: "channels", 2: "height", 3: "width"}},
    )


def decoder_pruned_op17_fp16():
    name = "vae_decoder_pruned_op17_fp16"
    return Recipe(
        name,
        "decoder with all widths halved, fp16 as traced in half",
        lambda: VaeDecoder(config(HALVED)),
        17,
        [{"latent_sample": normal(name, (1, 4, 4, 4)).astype("float16")}],
        ("sample",),
        half=True,
    )


def encoder_op14_sampled_dyn():
    name = "vae_encoder_op14_sampled_dyn"
    return Recipe(
        name,
        "encoder of diffusers' script: Clip, Exp and RandomNormalLike; Pad right and bottom; outputs are random,"
        " compare shapes only",
        lambda: VaeEncoder(config(WIDTHS), sampled=True),
        14,
        [{"sample": image(f"{name}:0", (1, 3, 16, 16))}, {"sample": image(f"{name}:1", (2, 3, 8, 24))}],
        ("latent_sample",),
        dynamic_axes={"sample": {0: "batch", 1: "channels", 2: "height", 3: "width"}},
    )


def encoder_op17_parameters_dyn():
    name = "vae_encoder_op17_parameters_dyn"
    return Recipe(
        name,
        "encoder of optimum: latent_parameters, mean and log variance; Pad right and bottom",
        lambda: VaeEncoder(config(WIDTHS)),
        17,
        [{"sample": image(f"{name}:0", (1, 3, 16, 16))}, {"sample": image(f"{name}:1", (2, 3, 8, 24))}],
        ("latent_parameters",),
        dynamic_axes={
            "sample": {0: "batch_size", 2: "sample_height", 3: "sample_width"},
            "latent_parameters": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
        },
    )


RECIPES = (
    decoder_op16_block,
    decoder_pruned_op11_dyn,
    decoder_pruned_op17_fp16,
    encoder_op14_sampled_dyn,
    encoder_op17_parameters_dyn,
)
