"""Writes one fixture folder: the graph, then inputs and the outputs torch computes for them."""

import copy

import numpy as np
import torch

from .arrays import file_name, write_arrays
from .graph import fresh_folder, write_model
from .seed import parameter_count, seed_weights


def compute(model, arrays, half):
    """Torch's outputs in fp32 arithmetic; of a half model on weights and inputs rounded to half."""
    arguments = [torch.from_numpy(np.asarray(array)) for array in arrays.values()]
    arguments = [argument.float() if half and argument.is_floating_point() else argument for argument in arguments]
    torch.manual_seed(0)
    with torch.no_grad():
        results = model(*arguments)
    results = results if isinstance(results, tuple) else (results,)
    return [result.numpy().astype(np.float16) if half else result.numpy() for result in results]


def write_fixture(recipe, out):
    """Returns the number of parameters."""
    folder = fresh_folder(out / recipe.name)
    model = seed_weights(recipe.build(), recipe.name, recipe.zero_biases)
    reference = model
    if recipe.half:
        model = model.half()
        reference = copy.deepcopy(model).float()
    arguments = tuple(torch.from_numpy(np.asarray(array)) for array in recipe.inputs[0].values())
    write_model(model, arguments, folder, recipe)
    for index, arrays in enumerate(recipe.inputs):
        write_arrays(folder / file_name("inputs", index), arrays)
        outputs = compute(reference, arrays, recipe.half)
        write_arrays(folder / file_name("outputs", index), dict(zip(recipe.output_names, outputs)))
    return parameter_count(model)
