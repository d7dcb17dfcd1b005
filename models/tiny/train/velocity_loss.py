"""The loss of a v-predicting network: mean squares, weighted so that no noise level rules (min-SNR)."""

import torch

from .diffusion import TRAIN_STEPS, add_noise, signal_to_noise, velocity

GREATEST_RATIO = 5.0


def velocity_loss(model, latents, states, draws, skipped=frozenset()):
    timesteps = torch.from_numpy(draws.integers(0, TRAIN_STEPS))
    noise = draws.normal(*latents.shape[1:])
    predicted = model(add_noise(latents, noise, timesteps), timesteps, states, skipped)
    squares = (predicted - velocity(latents, noise, timesteps)).pow(2).mean(dim=(1, 2, 3))
    ratio = signal_to_noise(timesteps)
    return (ratio.clamp(max=GREATEST_RATIO) / (ratio + 1) * squares).mean(), squares.mean()
