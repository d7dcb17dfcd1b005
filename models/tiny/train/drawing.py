"""Draws pictures for captions with all processes; the same noise for a caption whatever the model."""

import numpy as np
import torch

from .diffusion import sample
from .pictures import to_bytes
from .unet import LATENT_CHANNELS

BATCH = 32
LATENT_SIZE = 16
GUIDANCE = 3.0


def noise_of(indices, seed):
    shape = (LATENT_CHANNELS, LATENT_SIZE, LATENT_SIZE)
    drawn = [np.random.default_rng([seed, index]).standard_normal(shape, dtype=np.float32) for index in indices]
    return torch.from_numpy(np.stack(drawn))


@torch.no_grad()
def draw_latents(team, model, text, captions, steps, guidance=GUIDANCE, seed=6):
    """A list of latents, one per caption, the same in every process."""
    own, latents = team.share_of(list(range(len(captions)))), []
    for start in range(0, len(own), BATCH):
        indices = own[start : start + BATCH]
        states = text.of([captions[index] for index in indices])
        latents += list(sample(model, noise_of(indices, seed), states, text.empty, steps, guidance).numpy())
        team.stop_if_orphaned()
    return team.gather_items(latents)


@torch.no_grad()
def decode(team, decoder, latents):
    """Pictures (uint8) of latents, the same in every process."""
    own, pictures = team.share_of(latents), []
    for start in range(0, len(own), BATCH):
        pictures += list(to_bytes(decoder(torch.from_numpy(np.stack(own[start : start + BATCH])))))
    return np.stack(team.gather_items(pictures))
