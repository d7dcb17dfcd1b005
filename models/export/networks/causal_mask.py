"""The additive causal mask of the text encoder, in the spellings of transformers' releases."""

import torch


def fill_triu(batch, length, dtype):
    """An empty tensor, filled with the least number, then its upper triangle (4.0 to 4.26)."""
    mask = torch.empty(batch, length, length, dtype=dtype)
    mask.fill_(torch.finfo(dtype).min)
    mask.triu_(1)
    return mask.unsqueeze(1)


def masked_fill(batch, length, dtype):
    """The least number everywhere, zeroed where the column is not after the row (4.27 on)."""
    mask = torch.full((length, length), torch.finfo(dtype).min, dtype=dtype)
    positions = torch.arange(mask.size(-1))
    mask = mask.masked_fill(positions < (positions + 1).view(mask.size(-1), 1), 0)
    return mask[None, None, :, :].expand(batch, 1, length, length)


def infinite_triu(batch, length, dtype):
    """Minus infinity above the diagonal (CLIP's first release, open_clip)."""
    return torch.full((length, length), -float("inf"), dtype=dtype).triu(1)[None, None].expand(batch, 1, length, length)


def infinite_where(batch, length, dtype):
    """Where over a comparison of positions, zero or minus infinity."""
    positions = torch.arange(length)
    allowed = positions[None, :] <= positions[:, None]
    mask = torch.where(allowed, torch.zeros((), dtype=dtype), torch.full((), -float("inf"), dtype=dtype))
    return mask[None, None].expand(batch, 1, length, length)


CAUSAL_MASKS = {
    "fill_triu": fill_triu,
    "masked_fill": masked_fill,
    "infinite_triu": infinite_triu,
    "infinite_where": infinite_where,
}
