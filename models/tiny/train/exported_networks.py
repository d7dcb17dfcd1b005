"""What is exported: each network with the names of its inputs and outputs and the axes that may vary.

Beside the pipeline proper (8-step student, pruned decoder) stand the 2-step student, the full decoder and the image
tower, which other scores are taken with.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
from torch import nn

from ...export.networks.clip import CLIPTextModel
from ...export.networks.unet import UNet2DConditionModel
from ...export.networks.unet_config import snapfusion_layout
from ...export.networks.vae import VaeDecoder, VaeEncoder
from .autoencoder import CONFIG, PRUNED_CONFIG
from .contrastive import WIDTH as TEXT_WIDTH
from .contrastive import text_config
from .drawing import LATENT_SIZE
from .library import open_autoencoder, open_contrastive
from .unet import GROUPS, HEADS, LATENT_CHANNELS, WIDTHS
from .weights import read_weights

PICTURE = (1, 3, 4 * LATENT_SIZE, 4 * LATENT_SIZE)
LATENT = (1, LATENT_CHANNELS, LATENT_SIZE, LATENT_SIZE)


class ImageEncoder(nn.Module):
    """pixel_values to image_embeds (and the features before the projection), as transformers names them."""

    def __init__(self, contrastive):
        super().__init__()
        self.vision_model, self.visual_projection = contrastive.vision_model, contrastive.visual_projection

    def forward(self, pixel_values):
        features = self.vision_model(pixel_values)
        return self.visual_projection(features), features


@dataclass(frozen=True)
class Export:
    folder: str
    make: Callable
    inputs: dict
    outputs: tuple
    dynamic_axes: dict


def halves(module, source):
    """Fills a module with the parameters of the same names, and leaves the others of the source."""
    state = source.state_dict()
    module.load_state_dict({name: state[name] for name in module.state_dict()})
    return module.eval()


def make_unet(place, name):
    config = snapfusion_layout(
        WIDTHS,
        TEXT_WIDTH,
        heads=HEADS,
        norm_num_groups=GROUPS,
        attention_options={"spelling": "scaled_dot_product"},
    )
    return read_weights(place.weights(name), UNet2DConditionModel(config))


def unet_export(folder, name, length):
    return Export(
        folder,
        lambda place: make_unet(place, name),
        {
            "sample": np.zeros(LATENT, np.float32),
            "timestep": np.array([999], np.float32),
            "encoder_hidden_states": np.zeros((1, length, TEXT_WIDTH), np.float32),
        },
        ("out_sample",),
        {
            "sample": {0: "batch_size", 2: "height", 3: "width"},
            "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
            "out_sample": {0: "batch_size", 2: "height", 3: "width"},
        },
    )


def decoder_export(folder, make):
    return Export(
        folder,
        make,
        {"latent_sample": np.zeros(LATENT, np.float32)},
        ("sample",),
        {
            "latent_sample": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
            "sample": {0: "batch_size", 2: "height", 3: "width"},
        },
    )


def text_encoder(contrastive, tokenizer):
    model = CLIPTextModel(text_config(tokenizer))
    model.text_model.load_state_dict(contrastive.text_model.state_dict())
    return model.eval()


def exports(tokenizer):
    return (
        Export(
            "text_encoder",
            lambda place: text_encoder(open_contrastive(place), tokenizer),
            {"input_ids": np.array([tokenizer.encode("a red circle")], np.int64)},
            ("last_hidden_state", "pooler_output"),
            {
                "input_ids": {0: "batch_size", 1: "sequence_length"},
                "last_hidden_state": {0: "batch_size", 1: "sequence_length"},
                "pooler_output": {0: "batch_size"},
            },
        ),
        unet_export("unet", "student-8", tokenizer.length),
        unet_export("unet_2_steps", "student-2", tokenizer.length),
        decoder_export(
            "vae_decoder", lambda place: read_weights(place.weights("pruned-decoder"), VaeDecoder(PRUNED_CONFIG))
        ),
        decoder_export("vae_decoder_full", lambda place: halves(VaeDecoder(CONFIG), open_autoencoder(place))),
        Export(
            "vae_encoder",
            lambda place: halves(VaeEncoder(CONFIG), open_autoencoder(place)),
            {"sample": np.zeros(PICTURE, np.float32)},
            ("latent_parameters",),
            {
                "sample": {0: "batch_size", 2: "sample_height", 3: "sample_width"},
                "latent_parameters": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
            },
        ),
        Export(
            "image_encoder",
            lambda place: ImageEncoder(open_contrastive(place)).eval(),
            {"pixel_values": np.zeros(PICTURE, np.float32)},
            ("image_embeds", "features"),
            {name: {0: "batch_size"} for name in ("pixel_values", "image_embeds", "features")},
        ),
    )
