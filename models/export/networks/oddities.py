"""A small text-conditioned block that makes the exporter write what larger models contain only here and there:
If nodes, chains of Identity, and initializers that several nodes share."""

import torch
from torch import nn


class IdentityChain(torch.autograd.Function):
    """What older exporters leave behind of dropouts, aliases and type casts that change nothing."""

    @staticmethod
    def forward(context, tensor, length):
        return tensor.clone()

    @staticmethod
    def symbolic(g, tensor, length):
        for _ in range(length):
            tensor = g.op("Identity", tensor).setType(tensor.type())
        return tensor


@torch.jit.script
def gated(hidden_states: torch.Tensor, enabled: torch.Tensor) -> torch.Tensor:
    """Scripted, so that its condition stays an If."""
    if bool(enabled):
        result = hidden_states * torch.sigmoid(hidden_states)
    else:
        result = torch.relu(hidden_states)
    return result


class OddBlock(nn.Module):
    """Weights are tied twice (one Linear used at two places, one embedding that also projects out), and biases
    are left at zero, so that equal initializers are merged."""

    def __init__(self, vocabulary, width, groups):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.shared = nn.Linear(width, width)
        self.to_scale = nn.Linear(width, width)
        self.to_shift = nn.Linear(width, width)
        # Stored with the weights, and never anything else: the If over it has a constant condition.
        self.register_buffer("gate_enabled", torch.tensor(True))
        self.conv_in = nn.Conv2d(4, width, 3, padding=1)
        self.norm = nn.GroupNorm(groups, width)
        self.conv_out = nn.Conv2d(width, 4, 3, padding=1)

    def forward(self, sample, input_ids, token_weights):
        # The last axis of token_weights is one, but declared dynamic: squeezing it takes an If over the shape.
        text = IdentityChain.apply(self.embedding(input_ids), 3) * token_weights.squeeze(2)[:, :, None]
        text = self.shared(gated(self.shared(text), self.gate_enabled))
        pooled = text.mean(dim=1)
        scale, shift = self.to_scale(pooled)[:, :, None, None], self.to_shift(pooled)[:, :, None, None]
        hidden_states = self.norm(self.conv_in(sample)) * (1 + scale) + shift
        logits = torch.matmul(text, self.embedding.weight.t())
        return self.conv_out(IdentityChain.apply(hidden_states, 2)), logits
