"""One SnapFusion pipeline (UNet, VAE decoder, text encoder) at sizes that are not committed."""

import numpy as np

from networks.clip import CLIPTextModel
from networks.clip_config import ClipConfig
from networks.unet import UNet2DConditionModel
from networks.unet_config import snapfusion_layout, stable_diffusion_layout
from networks.vae import VaeConfig, VaeDecoder
from writing.external import ExternalData
from writing.recipe import Recipe
from writing.seed import normal

from .arrays import token_ids, unet_inputs

OPSET = 17
# With static shapes baddbmm would leave its addend, zeros of the size of the scores, in the graph: 200 MB at full size.
SPELLED = {"attention_options": {"spelling": "scaled_dot_product"}}


def unet(name, exercises, config, latent, sequence):
    timestep = np.array([876], dtype=np.float32)
    return Recipe(
        name,
        exercises,
        lambda: UNet2DConditionModel(config),
        OPSET,
        [unet_inputs(name, (1, 4, latent, latent), sequence, config.cross_attention_dim, timestep)],
        ("out_sample",),
        external=ExternalData("weights.pb"),
    )


def decoder(name, exercises, widths, latent):
    return Recipe(
        name,
        exercises,
        lambda: VaeDecoder(VaeConfig(block_out_channels=widths)),
        OPSET,
        [{"latent_sample": normal(name, (1, 4, latent, latent))}],
        ("sample",),
    )


def text_encoder(name, exercises, config):
    end = config.eos_token_id
    return Recipe(
        name,
        exercises,
        lambda: CLIPTextModel(config),
        OPSET,
        [token_ids(name, 1, config.max_position_embeddings, end, np.int64)],
        ("last_hidden_state", "pooler_output"),
    )


def small():
    clip = ClipConfig(
        hidden_size=128, layers=4, heads=4, intermediate_size=512, vocab_size=1000, eos_token_id=999
    )
    return (
        unet(
            "unet_snapfusion_small",
            "SnapFusion layout, about 20 M parameters, 32x32 latent",
            snapfusion_layout((48, 112, 208, 208), 128, norm_num_groups=16, **SPELLED),
            32,
            77,
        ),
        decoder("vae_decoder_small", "decoder, base width 32", (32, 64, 128, 128), 32),
        text_encoder("clip_small", "CLIP text encoder, 4 layers of width 128", clip),
    )


def full():
    widths = (320, 640, 1280, 1280)
    return (
        unet(
            "unet_snapfusion_full",
            "SnapFusion's UNet, 759.33 M parameters",
            snapfusion_layout(widths, 768, **SPELLED),
            64,
            77,
        ),
        unet("unet_sd15_full", "SD 1.5's UNet", stable_diffusion_layout(widths, 768, **SPELLED), 64, 77),
        decoder("vae_decoder_pruned_full", "SnapFusion's decoder, all widths halved", (64, 128, 256, 256), 64),
        decoder("vae_decoder_full", "SD 1.5's decoder", (128, 256, 512, 512), 64),
        text_encoder("clip_full", "CLIP ViT-L/14 text encoder", ClipConfig()),
    )
