"""Stable Diffusion's noise schedule with v-prediction, DDIM steps and classifier-free guidance."""

import numpy as np
import torch

TRAIN_STEPS = 1000
BETA_START, BETA_END = 0.00085, 0.012
CLEAN = -1  # the "timestep" of a latent without noise

BETAS = torch.linspace(BETA_START**0.5, BETA_END**0.5, TRAIN_STEPS, dtype=torch.float64) ** 2
KEPT = torch.cumprod(1 - BETAS, dim=0)
# One entry more than there are timesteps: index -1 is the clean latent.
ALPHA = torch.cat([KEPT.sqrt(), torch.ones(1, dtype=torch.float64)]).float()
SIGMA = torch.cat([(1 - KEPT).sqrt(), torch.zeros(1, dtype=torch.float64)]).float()


def alpha_sigma(timesteps):
    return ALPHA[timesteps].view(-1, 1, 1, 1), SIGMA[timesteps].view(-1, 1, 1, 1)


def signal_to_noise(timesteps):
    return (ALPHA[timesteps] / SIGMA[timesteps]) ** 2


def add_noise(latents, noise, timesteps):
    alpha, sigma = alpha_sigma(timesteps)
    return alpha * latents + sigma * noise


def velocity(latents, noise, timesteps):
    alpha, sigma = alpha_sigma(timesteps)
    return alpha * noise - sigma * latents


def predicted_latents(noisy, predicted_velocity, timesteps):
    alpha, sigma = alpha_sigma(timesteps)
    return alpha * noisy - sigma * predicted_velocity


def ddim_step(noisy, predicted_velocity, timesteps, next_timesteps):
    alpha, sigma = alpha_sigma(timesteps)
    next_alpha, next_sigma = alpha_sigma(next_timesteps)
    latents = alpha * noisy - sigma * predicted_velocity
    noise = sigma * noisy + alpha * predicted_velocity
    return next_alpha * latents + next_sigma * noise


def guided(model, noisy, timesteps, states, empty_states, guidance):
    """v(empty) + w (v(text) - v(empty)), both in one batch; guidance is a number or one per row, 1 needs no second."""
    if isinstance(guidance, (int, float)):
        if guidance == 1:
            return model(noisy, timesteps, states)
        guidance = torch.full((len(noisy),), float(guidance))
    both = torch.cat([empty_states.expand_as(states), states])
    empty, told = model(torch.cat([noisy, noisy]), torch.cat([timesteps, timesteps]), both).chunk(2)
    return empty + guidance.view(-1, 1, 1, 1) * (told - empty)


def sampling_timesteps(steps):
    """Trailing spacing: the first step is the noisiest, as the latents it is given are pure noise."""
    return [int(t) for t in np.round(np.arange(TRAIN_STEPS, 0, -TRAIN_STEPS / steps)).astype(int) - 1]


@torch.no_grad()
def sample(model, noise, states, empty_states, steps, guidance):
    latents = noise
    timesteps = [*sampling_timesteps(steps), CLEAN]
    for now, following in zip(timesteps, timesteps[1:]):
        here, there = torch.full((len(noise),), now), torch.full((len(noise),), following)
        latents = ddim_step(latents, guided(model, latents, here, states, empty_states, guidance), here, there)
    return latents
