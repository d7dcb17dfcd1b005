"""The spatial transformer as Apple's Core ML converter lays it out: every linear layer a 1x1 convolution on
(batch, channels, 1, sequence), LayerNorm over channels, and attention split into one pair of einsums per head."""

import torch
import torch.nn.functional as F
from torch import nn


class ChannelLayerNorm(nn.Module):
    """LayerNorm over axis 1; the bias is applied before the weight, as that layout stores it."""

    def __init__(self, channels, eps=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.eps = eps

    def forward(self, inputs):
        centred = inputs - inputs.mean(dim=1, keepdim=True)
        variance = (centred * centred).mean(dim=1, keepdim=True)
        normed = centred * (variance + self.eps).rsqrt()
        return (normed + self.bias.view(1, -1, 1, 1)) * self.weight.view(1, -1, 1, 1)


class SplitEinsumAttention(nn.Module):
    def __init__(self, query_dim, heads, head_dim, source_dim):
        super().__init__()
        inner_dim = heads * head_dim
        self.heads = heads
        self.head_dim = head_dim
        self.to_q = nn.Conv2d(query_dim, inner_dim, 1, bias=False)
        self.to_k = nn.Conv2d(source_dim, inner_dim, 1, bias=False)
        self.to_v = nn.Conv2d(source_dim, inner_dim, 1, bias=False)
        self.to_out = nn.ModuleList([nn.Conv2d(inner_dim, query_dim, 1)])

    def forward(self, hidden_states, source):
        heads = [slice(head * self.head_dim, (head + 1) * self.head_dim) for head in range(self.heads)]
        query, key, value = self.to_q(hidden_states), self.to_k(source).transpose(1, 3), self.to_v(source)
        attended = []
        for head in heads:
            scores = torch.einsum("bchq,bkhc->bkhq", query[:, head, :, :], key[:, :, :, head])
            weights = (scores * self.head_dim**-0.5).softmax(dim=1)
            attended.append(torch.einsum("bkhq,bchk->bchq", weights, value[:, head, :, :]))
        return self.to_out[0](torch.cat(attended, dim=1))


class GEGLU(nn.Module):
    def __init__(self, dim_in, dim_out):
        super().__init__()
        self.proj = nn.Conv2d(dim_in, dim_out * 2, 1)

    def forward(self, hidden_states):
        hidden_states, gate = self.proj(hidden_states).chunk(2, dim=1)
        return hidden_states * F.gelu(gate)


class BasicTransformerBlock(nn.Module):
    def __init__(self, dim, heads, cross_attention_dim):
        super().__init__()
        self.norm1 = ChannelLayerNorm(dim)
        self.attn1 = SplitEinsumAttention(dim, heads, dim // heads, dim)
        self.norm2 = ChannelLayerNorm(dim)
        self.attn2 = SplitEinsumAttention(dim, heads, dim // heads, cross_attention_dim)
        self.norm3 = ChannelLayerNorm(dim)
        self.ff = nn.Sequential(GEGLU(dim, dim * 4), nn.Identity(), nn.Conv2d(dim * 4, dim, 1))

    def forward(self, hidden_states, encoder_hidden_states):
        normed = self.norm1(hidden_states)
        hidden_states = self.attn1(normed, normed) + hidden_states
        hidden_states = self.attn2(self.norm2(hidden_states), encoder_hidden_states) + hidden_states
        return self.ff(self.norm3(hidden_states)) + hidden_states


class SplitEinsumTransformer(nn.Module):
    """Takes encoder_hidden_states as (batch, channels, 1, sequence)."""

    def __init__(self, channels, heads, cross_attention_dim, depth, groups):
        super().__init__()
        self.norm = nn.GroupNorm(groups, channels, eps=1e-6)
        self.proj_in = nn.Conv2d(channels, channels, 1)
        self.transformer_blocks = nn.ModuleList(
            BasicTransformerBlock(channels, heads, cross_attention_dim) for _ in range(depth)
        )
        self.proj_out = nn.Conv2d(channels, channels, 1)

    def forward(self, hidden_states, encoder_hidden_states):
        batch, channels, height, width = hidden_states.shape
        residual = hidden_states
        hidden_states = self.proj_in(self.norm(hidden_states)).view(batch, channels, 1, height * width)
        for block in self.transformer_blocks:
            hidden_states = block(hidden_states, encoder_hidden_states)
        hidden_states = hidden_states.view(batch, channels, height, width)
        return self.proj_out(hidden_states) + residual
