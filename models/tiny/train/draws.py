"""The random numbers of one training step: the same for any number of processes, and for a run that was resumed."""

import numpy as np
import torch


class Draws:
    """Every draw is made for the whole batch; a process keeps its own rows."""

    def __init__(self, seed, step, batch, team):
        self.random = np.random.default_rng([seed, step])
        self.batch, self.rows = batch, team.rows(batch)

    def integers(self, low, high):
        return self.random.integers(low, high, self.batch)[self.rows]

    def uniform(self, low=0.0, high=1.0):
        return torch.from_numpy(self.random.uniform(low, high, self.batch).astype(np.float32)[self.rows])

    def normal(self, *shape):
        return torch.from_numpy(self.random.standard_normal((self.batch, *shape), dtype=np.float32)[self.rows])

    def chance(self, probability):
        """One decision for the whole batch."""
        return bool(self.random.random() < probability)
