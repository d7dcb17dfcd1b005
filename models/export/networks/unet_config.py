"""The dimensions of a denoising UNet, and the two layouts this project cares about."""

from dataclasses import dataclass, field
from typing import Optional, Tuple


@dataclass(frozen=True)
class UNetConfig:
    """Per-level tuples run from the finest to the coarsest level; an up level mirrors its down level."""

    block_out_channels: Tuple[int, ...]
    layers_per_block: Tuple[int, ...]
    # Transformers after each ResNet; 0 makes the level a plain DownBlock2D or UpBlock2D.
    down_attentions: Tuple[int, ...]
    up_attentions: Tuple[int, ...]
    mid_resnets: int
    heads: Tuple[int, ...]
    cross_attention_dim: int
    transformer_depth: Tuple[int, ...]
    in_channels: int = 4
    out_channels: int = 4
    norm_num_groups: int = 32
    norm_eps: float = 1e-5
    use_linear_projection: bool = False
    split_einsum: bool = False
    # SDXL: six size numbers of addition_time_embed_dim each, next to a pooled text embedding.
    addition_time_embed_dim: Optional[int] = None
    pooled_text_dim: int = 0
    attention_options: dict = field(default_factory=dict)

    @property
    def time_embed_dim(self):
        return self.block_out_channels[0] * 4


def stable_diffusion_layout(block_out_channels, cross_attention_dim, **changes):
    """SD 1.5: two ResNets per level, one transformer after each but on the coarsest level."""
    levels = len(block_out_channels)
    settings = dict(
        block_out_channels=tuple(block_out_channels),
        layers_per_block=(2,) * levels,
        down_attentions=(1,) * (levels - 1) + (0,),
        up_attentions=(1,) * (levels - 1) + (0,),
        mid_resnets=2,
        heads=(8,) * levels,
        cross_attention_dim=cross_attention_dim,
        transformer_depth=(1,) * levels,
    )
    return UNetConfig(**{**settings, **changes})


def snapfusion_layout(block_out_channels, cross_attention_dim, **changes):
    """SnapFusion, Table 3: no attention on the finest level, fewer ResNets deep down, more transformers in Up-1.

    There each ResNet is followed by three transformers, and Down-3's one ResNet by two. The coarsest level has one
    ResNet down, one in the middle and two up: the only split of four that gives every skip connection a partner.
    """
    if len(block_out_channels) != 4:
        raise ValueError("the SnapFusion layout has four levels")
    return stable_diffusion_layout(
        block_out_channels,
        cross_attention_dim,
        **{
            "layers_per_block": (2, 2, 1, 1),
            "down_attentions": (0, 1, 2, 0),
            "up_attentions": (0, 1, 3, 0),
            "mid_resnets": 1,
            **changes,
        },
    )
