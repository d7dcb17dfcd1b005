"""Single-head self-attention over the pixels of the VAE's middle block, in the two spellings diffusers has had."""

import math

import torch
from torch import nn

from .attention_scores import scaled_scores


class Attention(nn.Module):
    """The general attention class with a GroupNorm and a residual (to_q, to_k, to_v, to_out)."""

    def __init__(self, channels, groups, eps):
        super().__init__()
        self.scale = channels**-0.5
        self.group_norm = nn.GroupNorm(groups, channels, eps=eps)
        self.to_q = nn.Linear(channels, channels)
        self.to_k = nn.Linear(channels, channels)
        self.to_v = nn.Linear(channels, channels)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels), nn.Dropout(0.0)])

    def forward(self, hidden_states):
        residual = hidden_states
        batch, channels, height, width = hidden_states.shape
        hidden_states = hidden_states.view(batch, channels, height * width).transpose(1, 2)
        hidden_states = self.group_norm(hidden_states.transpose(1, 2)).transpose(1, 2)
        query, key, value = self.to_q(hidden_states), self.to_k(hidden_states), self.to_v(hidden_states)
        scores = scaled_scores(query, key, self.scale)
        hidden_states = torch.bmm(scores.softmax(dim=-1), value)
        hidden_states = self.to_out[1](self.to_out[0](hidden_states))
        hidden_states = hidden_states.transpose(-1, -2).reshape(batch, channels, height, width)
        return hidden_states + residual


class AttentionBlock(nn.Module):
    """The first releases' own class: query, key, value, proj_attn, and the root of the scale on both factors."""

    def __init__(self, channels, groups, eps):
        super().__init__()
        self.group_norm = nn.GroupNorm(groups, channels, eps=eps)
        self.query = nn.Linear(channels, channels)
        self.key = nn.Linear(channels, channels)
        self.value = nn.Linear(channels, channels)
        self.proj_attn = nn.Linear(channels, channels)

    def transpose_for_scores(self, projection):
        return projection.view(*projection.size()[:-1], 1, -1).permute(0, 2, 1, 3)

    def forward(self, hidden_states):
        residual = hidden_states
        batch, channels, height, width = hidden_states.shape
        hidden_states = self.group_norm(hidden_states)
        hidden_states = hidden_states.view(batch, channels, height * width).transpose(1, 2)
        query = self.transpose_for_scores(self.query(hidden_states))
        key = self.transpose_for_scores(self.key(hidden_states))
        value = self.transpose_for_scores(self.value(hidden_states))
        root_of_scale = 1 / math.sqrt(math.sqrt(channels))
        scores = torch.matmul(query * root_of_scale, key.transpose(-1, -2) * root_of_scale)
        probabilities = torch.softmax(scores.float(), dim=-1).type(scores.dtype)
        hidden_states = torch.matmul(probabilities, value).permute(0, 2, 1, 3).contiguous()
        hidden_states = self.proj_attn(hidden_states.view(*hidden_states.size()[:-2], channels))
        hidden_states = hidden_states.transpose(-1, -2).reshape(batch, channels, height, width)
        return hidden_states + residual
