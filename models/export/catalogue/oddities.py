"""The fixture for what exporters write only here and there."""

import numpy as np

from networks.oddities import OddBlock
from writing.recipe import Recipe
from writing.seed import normal

from .arrays import token_ids

VOCABULARY = 20


def oddities_op13_dyn():
    name = "oddities_op13_dyn"

    def inputs(index, batch, length, height, width):
        salt = f"{name}:{index}"
        return {
            "sample": normal(f"{salt}:sample", (batch, 4, height, width)),
            **token_ids(f"{salt}:ids", batch, length, VOCABULARY - 1, np.int64),
            "token_weights": normal(f"{salt}:weights", (batch, length, 1)),
        }

    return Recipe(
        name,
        "If whose condition is stored with the weights, If over a shape (squeeze), chains of Identity, tied and merged"
        " initializers, an embedding that also projects out",
        lambda: OddBlock(VOCABULARY, 16, 4),
        13,
        [inputs(0, 1, 6, 8, 8), inputs(1, 2, 4, 6, 10)],
        ("out_sample", "logits"),
        dynamic_axes={
            "sample": {0: "batch", 2: "height", 3: "width"},
            "input_ids": {0: "batch", 1: "sequence"},
            "token_weights": {0: "batch", 1: "sequence", 2: "one"},
        },
        zero_biases=True,
    )


RECIPES = (oddities_op13_dyn,)
