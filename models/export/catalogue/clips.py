"""CLIP text encoder fixtures: one per spelling of the causal mask."""

import numpy as np

from networks.clip import CLIPTextModel
from networks.clip_config import ClipConfig
from writing.recipe import Recipe

from .arrays import token_ids

VOCABULARY = 120
END_OF_TEXT = VOCABULARY - 1
OUTPUTS = ("last_hidden_state", "pooler_output")
DYNAMIC = {"input_ids": {0: "batch_size", 1: "sequence_length"}}
DYNAMIC_OUTPUTS = {
    "last_hidden_state": {0: "batch_size", 1: "sequence_length"},
    "pooler_output": {0: "batch_size"},
}


def builder(**changes):
    settings = dict(
        hidden_size=32,
        layers=2,
        heads=4,
        intermediate_size=64,
        vocab_size=VOCABULARY,
        max_position_embeddings=13,
        eos_token_id=END_OF_TEXT,
    )
    config = ClipConfig(**{**settings, **changes})
    return lambda: CLIPTextModel(config)


def inputs(name, dtype, *shapes):
    return [
        token_ids(f"{name}:{index}", batch, length, END_OF_TEXT, dtype)
        for index, (batch, length) in enumerate(shapes)
    ]


def op13_masked_fill_int32():
    name = "clip_op13_masked_fill_int32"
    return Recipe(
        name,
        "mask: full of the least number, zeroed by a comparison (Where); quick_gelu; int32 ids; folding off",
        builder(mask="masked_fill"),
        13,
        inputs(name, np.int32, (1, 13)),
        OUTPUTS,
        constant_folding=False,
    )


def op14_fill_triu_int64_dyn():
    name = "clip_op14_fill_triu_int64_dyn"
    return Recipe(
        name,
        "mask: filled with the least number, then Trilu; quick_gelu; int64 ids; batch and sequence dynamic",
        builder(mask="fill_triu"),
        14,
        inputs(name, np.int64, (1, 13), (3, 13), (2, 6)),
        OUTPUTS,
        dynamic_axes={**DYNAMIC, **DYNAMIC_OUTPUTS},
    )


def op14_sdpa_dyn():
    name = "clip_op14_sdpa_dyn"
    return Recipe(
        name,
        "mask: inside scaled_dot_product_attention (Trilu of ones, Equal, Where); quick_gelu; dynamic",
        builder(mask="sdpa"),
        14,
        inputs(name, np.int64, (2, 13), (1, 5)),
        OUTPUTS,
        dynamic_axes=DYNAMIC,
    )


def op16_infinite_where_dyn():
    name = "clip_op16_infinite_where_dyn"
    return Recipe(
        name,
        "mask: Where over positions with minus infinity; erf GELU (SD 2); end of text as the first eos id; dynamic",
        builder(mask="infinite_where", hidden_act="gelu", pooling="eos_id"),
        16,
        inputs(name, np.int64, (2, 13), (1, 8)),
        OUTPUTS,
        dynamic_axes={**DYNAMIC, **DYNAMIC_OUTPUTS},
    )


def op17_projection():
    name = "clip_op17_projection"
    return Recipe(
        name,
        "SDXL's second encoder: text_embeds by projection, penultimate state; erf GELU; mask: Trilu of minus infinity",
        builder(mask="infinite_triu", hidden_act="gelu", projection_dim=10, penultimate_state=True),
        17,
        inputs(name, np.int64, (1, 13)),
        ("text_embeds", "last_hidden_state", "hidden_states.1"),
    )


RECIPES = (
    op13_masked_fill_int32,
    op14_fill_triu_int64_dyn,
    op14_sdpa_dyn,
    op16_infinite_where_dyn,
    op17_projection,
)
