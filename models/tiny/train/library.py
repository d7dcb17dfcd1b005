"""Opens what finished stages handed on."""

from .autoencoder import AutoencoderKL
from .contrastive import ContrastiveModel
from .tokenizer.encode import Tokenizer
from .unet import UNet2DConditionModel
from .weights import read_weights


def open_tokenizer(place):
    return Tokenizer(place.tokenizer)


def open_autoencoder(place):
    return read_weights(place.weights("autoencoder"), AutoencoderKL())


def open_contrastive(place):
    return read_weights(place.weights("contrastive"), ContrastiveModel(open_tokenizer(place)))


def open_unet(place, name, layout):
    return read_weights(place.weights(name), UNet2DConditionModel(layout))
