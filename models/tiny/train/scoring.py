"""CLIP score: how near the picture tower places pictures to their captions."""

import numpy as np
import torch

from .library import open_autoencoder, open_contrastive
from .drawing import decode, draw_latents
from .pictures import to_tensor

BATCH = 64


class Scorer:
    def __init__(self, place):
        self.model = open_contrastive(place)

    @torch.no_grad()
    def features(self, pictures):
        """Of the image tower, before its projection: what the Fréchet distance compares."""
        batches = (pictures[start : start + BATCH] for start in range(0, len(pictures), BATCH))
        return torch.cat([self.model.features(to_tensor(batch)) for batch in batches])

    @torch.no_grad()
    def cosines(self, features, ids):
        """One per picture and its caption."""
        shown = self.model.picture_embeddings(features)
        return (shown * self.model.text_embeddings(torch.from_numpy(ids))).sum(dim=1).numpy()


class ValueOfBlocks:
    """The CLIP score that a UNet keeps when it skips some blocks, always on the same captions and noise."""

    def __init__(self, place, team, scenes, captions, steps):
        self.team, self.text, self.captions, self.steps = team, scenes.text, captions, steps
        self.autoencoder, self.scorer = open_autoencoder(place), Scorer(place)
        self.ids = scenes.text.tokenizer.encode_all(captions)

    def score(self, model, skipped=frozenset()):
        def without(noisy, timesteps, states):
            return model(noisy, timesteps, states, skipped)

        latents = draw_latents(self.team, without, self.text, self.captions, self.steps)
        pictures = decode(self.team, self.autoencoder.decode, latents)
        return float(np.mean(self.scorer.cosines(self.scorer.features(pictures), self.ids)))
