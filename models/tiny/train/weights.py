"""Finished networks as files of fp16 arrays; later stages use exactly what is stored."""

import os

import numpy as np
import torch


def write_weights(path, module):
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in module.state_dict().items()}
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **arrays)
    os.replace(part, path)


def read_weights(path, module):
    """Fills the module, which is then only used, not trained."""
    with np.load(path) as arrays:
        module.load_state_dict({name: torch.from_numpy(arrays[name].astype(np.float32)) for name in arrays.files})
    return module.eval().requires_grad_(False)
