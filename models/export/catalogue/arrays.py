"""Seeded input arrays for the networks."""

import numpy as np

from writing.seed import generator_for, normal


def unet_inputs(salt, sample, sequence, text_dim, timestep, dtype=np.float32):
    """sample is (batch, channels, height, width); timestep an array of the shape and type the graph shall have."""
    return {
        "sample": normal(f"{salt}:sample", sample).astype(dtype),
        "timestep": timestep,
        "encoder_hidden_states": normal(f"{salt}:text", (sample[0], sequence, text_dim)).astype(dtype),
    }


def token_ids(salt, batch, length, end, dtype):
    """Ids below end, then end to the end of the row, as padding; each row has its own length of text."""
    generator = generator_for(salt)
    ids = generator.integers(1, end, size=(batch, length))
    for row in range(batch):
        ids[row, generator.integers(length // 2, length) :] = end
    return {"input_ids": ids.astype(dtype)}


def image(salt, shape):
    return np.tanh(normal(salt, shape))
