"""Seeded weights and inputs: the same numbers on every machine and for every order of construction."""

import zlib

import numpy as np
import torch

# One trained-looking spread per kind of parameter: enough to make every bias and every norm matter in the numbers.
BIAS_DEVIATION = 0.05
NORM_DEVIATION = 0.2


def generator_for(name):
    return np.random.default_rng(zlib.crc32(name.encode("utf-8")))


def normal(name, shape):
    return generator_for(name).standard_normal(shape, dtype=np.float32)


def seed_weights(model, salt, zero_biases=False):
    """Fills parameters in place, each from a stream of its own name."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.from_numpy(normal(f"{salt}:{name}", tuple(parameter.shape)))
            if parameter.dim() > 1:
                fan_in = parameter[0].numel()
                parameter.copy_(noise * (fan_in**-0.5))
            elif name.endswith("weight"):
                parameter.copy_(1 + NORM_DEVIATION * noise)
            elif zero_biases:
                parameter.zero_()
            else:
                parameter.copy_(BIAS_DEVIATION * noise)
    return model.eval()


def parameter_count(model):
    return sum(parameter.numel() for parameter in model.parameters())
