"""What is exported: each network with the names of its inputs and outputs and the axes that may vary.

Beside the pipeline proper (8-step student, pruned decoder; before they are trained, what they learn from) stand the
2-step student, the full decoder and the image tower, which other scores are taken with.
"""

from dataclasses import dataclass
from typing import Callable

from torch import nn

from ...export.networks.clip import CLIPTextModel
from ...export.networks.unet import UNet2DConditionModel
from ...export.networks.unet_config import snapfusion_layout, stable_diffusion_layout
from ...export.networks.vae import VaeDecoder, VaeEncoder
from .autoencoder import CONFIG, PRUNED_CONFIG
from .contrastive import WIDTH as TEXT_WIDTH
from .contrastive import text_config
from .library import open_autoencoder, open_contrastive, open_tokenizer
from .unet import GROUPS, HEADS, WIDTHS
from .weights import read_weights

# The first whose weights are there is the pipeline's.
UNETS = {"student-8": snapfusion_layout, "student": snapfusion_layout, "teacher": stable_diffusion_layout}
DECODERS = {"pruned-decoder": PRUNED_CONFIG, "autoencoder": CONFIG}


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
    # The name of the weights that make fills the network with.
    weights: str
    make: Callable
    # A key of example_inputs, whose arrays have the names and the order of the network's inputs.
    example: str
    outputs: tuple
    dynamic_axes: dict


def halves(module, source):
    """Fills a module with the parameters of the same names, and leaves the others of the source."""
    state = source.state_dict()
    module.load_state_dict({name: state[name] for name in module.state_dict()})
    return module.eval()


def make_unet(place, name, layout):
    config = layout(
        WIDTHS,
        TEXT_WIDTH,
        heads=HEADS,
        norm_num_groups=GROUPS,
        attention_options={"spelling": "scaled_dot_product"},
    )
    return read_weights(place.weights(name), UNet2DConditionModel(config))


def make_decoder(place, name):
    if name == "autoencoder":
        return halves(VaeDecoder(CONFIG), open_autoencoder(place))
    return read_weights(place.weights(name), VaeDecoder(DECODERS[name]))


def make_text_encoder(place):
    model = CLIPTextModel(text_config(open_tokenizer(place)))
    model.text_model.load_state_dict(open_contrastive(place).text_model.state_dict())
    return model.eval()


def unet_export(folder, name, layout):
    return Export(
        folder,
        name,
        lambda place: make_unet(place, name, layout),
        "unet",
        ("out_sample",),
        {
            "sample": {0: "batch_size", 2: "height", 3: "width"},
            "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
            "out_sample": {0: "batch_size", 2: "height", 3: "width"},
        },
    )


def decoder_export(folder, name):
    return Export(
        folder,
        name,
        lambda place: make_decoder(place, name),
        "vae_decoder",
        ("sample",),
        {
            "latent_sample": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
            "sample": {0: "batch_size", 2: "height", 3: "width"},
        },
    )


TEXT_ENCODER = Export(
    "text_encoder",
    "contrastive",
    make_text_encoder,
    "text_encoder",
    ("last_hidden_state", "pooler_output"),
    {
        "input_ids": {0: "batch_size", 1: "sequence_length"},
        "last_hidden_state": {0: "batch_size", 1: "sequence_length"},
        "pooler_output": {0: "batch_size"},
    },
)
VAE_ENCODER = Export(
    "vae_encoder",
    "autoencoder",
    lambda place: halves(VaeEncoder(CONFIG), open_autoencoder(place)),
    "vae_encoder",
    ("latent_parameters",),
    {
        "sample": {0: "batch_size", 2: "sample_height", 3: "sample_width"},
        "latent_parameters": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
    },
)
IMAGE_ENCODER = Export(
    "image_encoder",
    "contrastive",
    lambda place: ImageEncoder(open_contrastive(place)).eval(),
    "image_encoder",
    ("image_embeds", "features"),
    {name: {0: "batch_size"} for name in ("pixel_values", "image_embeds", "features")},
)


def exports(place):
    """Those whose weights are there."""

    def finished(names):
        return [name for name in names if place.weights(name).exists()]

    unet, *_ = finished(UNETS)
    decoder, *other_decoders = finished(DECODERS)
    return (
        TEXT_ENCODER,
        unet_export("unet", unet, UNETS[unet]),
        decoder_export("vae_decoder", decoder),
        VAE_ENCODER,
        *(unet_export("unet_2_steps", name, snapfusion_layout) for name in finished(["student-2"])),
        *(decoder_export("vae_decoder_full", name) for name in other_decoders),
        IMAGE_ENCODER,
    )
