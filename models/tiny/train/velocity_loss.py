"""The loss of a v-predicting network: mean squares, weighted so that no noise level rules."""

import torch

from .diffusion import TRAIN_STEPS, add_noise, signal_to_noise, velocity

# In terms of the predicted latents every noise level counts at least as one (SnapFusion's truncated ratio) and at most
# as five (min-SNR). Without the former the noisiest steps hardly count, and those decide which thing has which colour.
LEAST_RATIO, GREATEST_RATIO = 1.0, 5.0


def velocity_loss(model, latents, states, draws, skipped=frozenset()):
    timesteps = torch.from_numpy(draws.integers(0, TRAIN_STEPS))
    noise = draws.normal(*latents.shape[1:])
    predicted = model(add_noise(latents, noise, timesteps), timesteps, states, skipped)
    squares = (predicted - velocity(latents, noise, timesteps)).pow(2).mean(dim=(1, 2, 3))
    ratio = signal_to_noise(timesteps)
    return (ratio.clamp(LEAST_RATIO, GREATEST_RATIO) / (ratio + 1) * squares).mean(), squares.mean()
