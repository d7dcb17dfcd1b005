"""Multi-head attention (diffusers: Attention) in the spellings that exported graphs contain.

baddbmm             heads folded into the batch; empty * 0 + scale * q k^T, softmax, bmm (diffusers up to 0.2x)
matmul              heads folded into the batch; (q k^T) * scale (the first diffusers releases)
scaled_dot_product  four axes; F.scaled_dot_product_attention as PyTorch 2 writes it
sliced              baddbmm over slices of the folded batch, written back by ScatterND (attention slicing)
"""

import torch
from torch import nn

from .attention_scores import scaled_scores
from .scaled_dot_product import scaled_dot_product_attention


class Attention(nn.Module):
    def __init__(
        self,
        query_dim,
        heads,
        head_dim,
        cross_attention_dim=None,
        bias=False,
        spelling="baddbmm",
        upcast_attention=False,
        upcast_softmax=False,
        slice_size=1,
        rescale_output_factor=1.0,
    ):
        super().__init__()
        inner_dim = heads * head_dim
        source_dim = cross_attention_dim or query_dim
        self.heads = heads
        self.scale = head_dim**-0.5
        self.spelling = spelling
        self.upcast_attention = upcast_attention
        self.upcast_softmax = upcast_softmax
        self.slice_size = slice_size
        self.rescale_output_factor = rescale_output_factor
        self.to_q = nn.Linear(query_dim, inner_dim, bias=bias)
        self.to_k = nn.Linear(source_dim, inner_dim, bias=bias)
        self.to_v = nn.Linear(source_dim, inner_dim, bias=bias)
        self.to_out = nn.ModuleList([nn.Linear(inner_dim, query_dim), nn.Dropout(0.0)])

    def forward(self, hidden_states, encoder_hidden_states=None):
        source = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = self.to_q(hidden_states), self.to_k(source), self.to_v(source)
        if self.spelling == "scaled_dot_product":
            hidden_states = self.attend_four_axes(query, key, value)
        else:
            query, key, value = map(self.head_to_batch_dim, (query, key, value))
            attend = {"baddbmm": self.attend, "matmul": self.attend_matmul, "sliced": self.attend_sliced}[self.spelling]
            hidden_states = self.batch_to_head_dim(attend(query, key, value))
        hidden_states = self.to_out[1](self.to_out[0](hidden_states))
        return hidden_states / self.rescale_output_factor

    def head_to_batch_dim(self, tensor):
        batch, length, channels = tensor.shape
        tensor = tensor.reshape(batch, length, self.heads, channels // self.heads).permute(0, 2, 1, 3)
        return tensor.reshape(batch * self.heads, length, channels // self.heads)

    def batch_to_head_dim(self, tensor):
        folded, length, channels = tensor.shape
        tensor = tensor.reshape(folded // self.heads, self.heads, length, channels).permute(0, 2, 1, 3)
        return tensor.reshape(folded // self.heads, length, channels * self.heads)

    def attention_scores(self, query, key):
        dtype = query.dtype
        if self.upcast_attention:
            query, key = query.float(), key.float()
        scores = scaled_scores(query, key, self.scale)
        if self.upcast_softmax:
            scores = scores.float()
        return scores.softmax(dim=-1).to(dtype)

    def attend(self, query, key, value):
        return torch.bmm(self.attention_scores(query, key), value)

    def attend_matmul(self, query, key, value):
        scores = torch.matmul(query, key.transpose(-1, -2)) * self.scale
        return torch.matmul(scores.softmax(dim=-1), value)

    def attend_sliced(self, query, key, value):
        hidden_states = torch.zeros(query.shape[0], query.shape[1], value.shape[2], dtype=query.dtype)
        for start in range(0, query.shape[0], self.slice_size):
            end = start + self.slice_size
            scores = self.attention_scores(query[start:end], key[start:end])
            hidden_states[start:end] = torch.bmm(scores, value[start:end])
        return hidden_states

    def attend_four_axes(self, query, key, value):
        batch, _, channels = key.shape
        head_dim = channels // self.heads
        query, key, value = (
            tensor.view(batch, -1, self.heads, head_dim).transpose(1, 2) for tensor in (query, key, value)
        )
        hidden_states = scaled_dot_product_attention(query, key, value)
        hidden_states = hidden_states.transpose(1, 2).reshape(batch, -1, channels)
        return hidden_states.to(query.dtype)
