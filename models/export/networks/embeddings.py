"""Sinusoidal time embedding and its two-layer perceptron (diffusers: Timesteps, TimestepEmbedding)."""

import math

import torch
from torch import nn

MAX_PERIOD = 10000


def sinusoidal_embedding(timesteps, channels, flip_sin_to_cos=True, frequency_shift=0):
    """Maps a vector of N timesteps to N x channels; the frequencies fall from 1 to 1 / MAX_PERIOD."""
    half = channels // 2
    exponent = -math.log(MAX_PERIOD) * torch.arange(0, half, dtype=torch.float32)
    exponent = exponent / (half - frequency_shift)
    angles = timesteps[:, None].float() * torch.exp(exponent)[None, :]
    embedding = torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1)
    if flip_sin_to_cos:
        embedding = torch.cat([embedding[:, half:], embedding[:, :half]], dim=-1)
    return embedding


class Timesteps(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels

    def forward(self, timesteps):
        return sinusoidal_embedding(timesteps, self.channels)


class TimestepEmbedding(nn.Module):
    def __init__(self, in_channels, time_embed_dim):
        super().__init__()
        self.linear_1 = nn.Linear(in_channels, time_embed_dim)
        self.act = nn.SiLU()
        self.linear_2 = nn.Linear(time_embed_dim, time_embed_dim)

    def forward(self, sample):
        return self.linear_2(self.act(self.linear_1(sample)))
