"""The product of query and key as diffusers spells it: torch.baddbmm with an empty addend and beta 0."""

import torch


def scaled_scores(query, key, scale):
    """scale * q k^T for query and key of three axes."""
    key_transposed = key.transpose(-1, -2)
    if not torch.jit.is_tracing():
        # PyTorch 1.13 multiplies uninitialised memory by beta on small matrices, which may give NaN.
        return torch.bmm(query, key_transposed) * scale
    unused = torch.empty(query.shape[0], query.shape[1], key.shape[1], dtype=query.dtype)
    return torch.baddbmm(unused, query, key_transposed, beta=0, alpha=scale)
