"""The dimensions and the spelling of a CLIP text encoder."""

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class ClipConfig:
    hidden_size: int = 768
    layers: int = 12
    heads: int = 12
    intermediate_size: int = 3072
    vocab_size: int = 49408
    max_position_embeddings: int = 77
    hidden_act: str = "quick_gelu"
    # How the causal mask is built: see networks/causal_mask.py.
    mask: str = "masked_fill"
    # "argmax": the largest id is the end of the text; "eos_id": the first occurrence of eos_token_id is.
    pooling: str = "argmax"
    eos_token_id: int = 49407
    # SDXL's encoders project the pooled state and return the state before the last layer.
    projection_dim: Optional[int] = None
    penultimate_state: bool = False
