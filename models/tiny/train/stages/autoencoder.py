"""Trains the autoencoder; what it cannot reconstruct, no later stage can draw."""

import json

import numpy as np
import torch
import torch.nn.functional as F

from ..autoencoder import CHANNELS, AutoencoderKL
from ..metric.judge import accuracies
from ..parallel import in_parallel
from ..pictures import to_bytes, to_tensor, write_sheet
from ..training import train
from ..weights import read_weights, write_weights

# What a pixel of a thing, and one at an edge, count beside one of the background: a small star is all edges.
THING_WEIGHT, EDGE_WEIGHT = 5.0, 15.0
EDGE_CONTRAST = 0.2
BATCH_OF_EVALUATION = 64


def crops_around_things(data, draws, size):
    """Squares of whole pictures, each with one thing somewhere in it."""
    chosen = draws.integers(0, len(data))
    things = draws.integers(0, 2)
    shift = np.stack([draws.integers(-10, 11), draws.integers(-10, 11)], axis=1)
    corners = data.centres[chosen, things].round().astype(int) - size // 2 + shift
    corners = corners.clip(0, data.pictures.shape[1] - size)
    return np.stack(
        [data.pictures[i, y : y + size, x : x + size] for i, (x, y) in zip(chosen, corners)]
    )


def pixel_weights(original, background):
    is_thing = (original - background).abs().amax(dim=1, keepdim=True) > 0.05
    brightest = F.max_pool2d(original, 3, stride=1, padding=1)
    darkest = -F.max_pool2d(-original, 3, stride=1, padding=1)
    at_edge = (brightest - darkest).amax(dim=1, keepdim=True) > EDGE_CONTRAST
    weight = torch.where(at_edge, EDGE_WEIGHT, torch.where(is_thing, THING_WEIGHT, 1.0))
    # Each picture counts as much as any other, however little there is in it.
    return weight / weight.mean(dim=(1, 2, 3), keepdim=True)


def reconstruction_loss(original, decoded, background):
    absolute = (pixel_weights(original, background) * (original - decoded).abs()).mean()
    squared = (original - decoded).pow(2).mean()
    return absolute + squared, squared


def report_of(squared):
    return {"PSNR": 10 * np.log10(4 / max(float(squared), 1e-9))}


def train_both(team, place, model, data):
    settings = place.settings.autoencoder

    def loss_of(original, background, draws):
        mean, log_variance = model.encode(original)
        noise = draws.normal(*mean.shape[1:])
        decoded = model.decode(mean + torch.exp(0.5 * log_variance) * noise)
        loss, squared = reconstruction_loss(original, decoded, background)
        divergence = 0.5 * (mean.pow(2) + log_variance.exp() - 1 - log_variance).mean()
        report = {**report_of(squared), "divergence": float(divergence)}
        return loss + settings.divergence_weight * divergence, report

    def on_crops(draws, _step):
        crops = to_tensor(crops_around_things(data, draws, settings.crop))
        # The most frequent value on the rim stands for the background, since a corner may lie in a thing.
        rim = torch.cat([crops[:, :, 0], crops[:, :, -1], crops[:, :, :, 0], crops[:, :, :, -1]], dim=2)
        return loss_of(crops, rim.median(dim=2).values[:, :, None, None], draws)

    def on_pictures(draws, _step):
        original = to_tensor(data.pictures[draws.integers(0, len(data))])
        return loss_of(original, original[:, :, :1, :1], draws)

    for name, course, loss in (
        ("autoencoder-crops", settings.crops, on_crops),
        ("autoencoder-pictures", settings.pictures, on_pictures),
    ):
        train(name, model.parameters(), course, loss, team, place.checkpoint(name))


def train_decoder(team, place, model, data):
    """The decoder learns to bear latents that are slightly wrong, as a diffusion model's are."""
    settings = place.settings.autoencoder

    def loss(draws, _step):
        original = to_tensor(data.pictures[draws.integers(0, len(data))])
        with torch.no_grad():
            latents, _ = model.encode(original)
        deviation = draws.uniform(0, settings.latent_noise)[:, None, None, None]
        decoded = model.decode(latents + deviation * draws.normal(*latents.shape[1:]))
        value, squared = reconstruction_loss(original, decoded, original[:, :, :1, :1])
        return value, report_of(squared)

    parameters = [*model.decoder.parameters(), *model.post_quant_conv.parameters()]
    name = "autoencoder-decoder"
    train(name, parameters, settings.decoder, loss, team, place.checkpoint(name))


def train_in_team(team, place):
    torch.manual_seed(10)
    model = AutoencoderKL()
    data = place.data("train")
    train_both(team, place, model, data)
    some = to_tensor(data.pictures[: 4 * BATCH_OF_EVALUATION])
    variances = model.whiten(some, place.settings.autoencoder.least_variance)
    if team.leads:
        print("variances of the latents before whitening", variances, flush=True)
    train_decoder(team, place, model, data)
    if team.leads:
        write_weights(place.weights("autoencoder"), model)


@torch.no_grad()
def reconstructions(model, pictures, noise=0.0):
    random = torch.Generator().manual_seed(5)
    decoded = []
    for start in range(0, len(pictures), BATCH_OF_EVALUATION):
        latents, _ = model.encode(to_tensor(pictures[start : start + BATCH_OF_EVALUATION]))
        latents = latents + noise * torch.randn(latents.shape, generator=random)
        decoded.append(to_bytes(model.decode(latents)))
    return np.concatenate(decoded)


def evaluate(place):
    """What the pixels of reconstructed held-out pictures still show, also when their latents are noisy."""
    model = read_weights(place.weights("autoencoder"), AutoencoderKL())
    data = place.data("held-out")
    decoded = reconstructions(model, data.pictures)
    squared = ((decoded.astype(np.float32) - data.pictures) ** 2).mean()
    scores = {
        "latent channels": CHANNELS,
        "PSNR": round(float(10 * np.log10(255**2 / squared)), 2),
        "accuracy": accuracies(decoded, data.captions),
    }
    for noise in (0.1, 0.2, 0.3):
        noisy = reconstructions(model, data.pictures, noise)
        scores[f"accuracy with noise {noise}"] = accuracies(noisy, data.captions)["all"]
    print("autoencoder", json.dumps(scores, indent=1), flush=True)
    write_sheet(place.sheet("autoencoder"), np.concatenate([data.pictures[:24], decoded[:24]]), columns=12)


def run(place):
    if not place.weights("autoencoder").exists():
        in_parallel(train_in_team, place.processes, place)
        evaluate(place)
