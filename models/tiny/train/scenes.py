"""The stored scenes as batches of latents and text states, for all stages that train a UNet."""

import numpy as np
import torch

from .library import open_contrastive, open_tokenizer

CAPTION_DROPOUT = 0.1
# Scenes of one thing are learnt first: their share of a batch falls from the first number to the second.
SINGLE_SHARE = (0.7, 0.35)


class Scenes:
    def __init__(self, place):
        folder = place.data_folder("latents")
        self.latents = np.load(folder / "latents.npy", mmap_mode="r")
        self.ids = np.load(folder / "ids.npy")
        is_pair = np.load(folder / "is_pair.npy")
        self.pairs, self.singles = np.where(is_pair)[0], np.where(~is_pair)[0]
        self.text = TextStates(place)

    def batch(self, draws, single_share=SINGLE_SHARE[1], dropout=CAPTION_DROPOUT):
        """Latents, and states in which some captions are left out, so that guidance can be learnt."""
        single = draws.uniform().numpy() < single_share
        singles, pairs = (self.pick(draws, some) for some in (self.singles, self.pairs))
        chosen = np.where(single, singles, pairs)
        states = self.text.of_ids(self.ids[chosen].astype(np.int64))
        states[draws.uniform() < dropout] = self.text.empty
        return torch.from_numpy(self.latents[chosen].astype(np.float32)), states

    @staticmethod
    def pick(draws, some):
        return some[draws.integers(0, len(some))]


class TextStates:
    """The text encoder's states of captions."""

    def __init__(self, place):
        self.tokenizer, self.model = open_tokenizer(place), open_contrastive(place)
        self.empty = self.of([""])[0]

    @torch.no_grad()
    def of_ids(self, ids):
        return self.model.states(torch.from_numpy(ids))

    def of(self, captions):
        return self.of_ids(self.tokenizer.encode_all(captions))


def single_share_at(step, steps):
    first, last = SINGLE_SHARE
    return max(last, first - 2 * (first - last) * step / steps)
