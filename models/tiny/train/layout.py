"""Which blocks a UNet has, and what the evolving loop may do to them."""

from dataclasses import dataclass, replace
from typing import Tuple

Level = Tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """One tuple per level and one number per ResNet: how many transformers follow it.

    down runs from the finest level to the coarsest, up from the coarsest to the finest, as the UNet does. An up level
    has one ResNet more than its down level, since it also takes what came before that level.
    """

    down: Tuple[Level, ...]
    mid_resnets: int
    mid_attentions: int
    up: Tuple[Level, ...]

    def __post_init__(self):
        for down, up in zip(self.down, reversed(self.up)):
            if len(up) != len(down) + 1:
                raise ValueError("every skip connection needs a ResNet that takes it")

    @property
    def resnets(self):
        return sum(map(len, self.down)) + self.mid_resnets + sum(map(len, self.up))

    @property
    def attentions(self):
        return sum(map(sum, self.down)) + self.mid_attentions + sum(map(sum, self.up))


STABLE_DIFFUSION = Layout(
    down=((1, 1), (1, 1), (1, 1), (0, 0)),
    mid_resnets=2,
    mid_attentions=1,
    up=((0, 0, 0), (1, 1, 1), (1, 1, 1), (1, 1, 1)),
)

# Table 3 of the paper, where it leaves each skip connection a partner: see models/export/networks/unet_config.py.
SNAPFUSION = Layout(
    down=((0, 0), (1, 1), (2,), (0,)),
    mid_resnets=1,
    mid_attentions=1,
    up=((0, 0), (3, 3), (1, 1, 1), (0, 0, 0)),
)


def with_level(layout, side, index, level):
    levels = list(getattr(layout, side))
    levels[index] = tuple(level)
    return replace(layout, **{side: tuple(levels)})


def resnet_of_attention(level, attention):
    """Which ResNet of a level the attention of that number follows."""
    for resnet, count in enumerate(level):
        if attention < count:
            return resnet
        attention -= count
    raise IndexError(attention)
