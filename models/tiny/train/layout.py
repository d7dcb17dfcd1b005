"""Which blocks a UNet has: the layouts of Stable Diffusion 1.5 and of SnapFusion, as counts per level."""

from dataclasses import dataclass
from typing import Tuple

Level = Tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """One tuple per level and one number per ResNet: how many transformers follow it.

    down runs from the finest level to the coarsest, up from the coarsest to the finest, as the UNet does. An up level
    has one ResNet more than its down level, since it also takes what came before that level.
    """

    down: Tuple[Level, ...]
    middle: Level
    up: Tuple[Level, ...]

    def __post_init__(self):
        for down, up in zip(self.down, reversed(self.up)):
            if len(up) != len(down) + 1:
                raise ValueError("every skip connection needs a ResNet that takes it")

    def stages(self):
        """Every level's counts by the name that diffusers gives the stage."""
        return {
            **{f"down_blocks.{index}": level for index, level in enumerate(self.down)},
            "mid_block": self.middle,
            **{f"up_blocks.{index}": level for index, level in enumerate(self.up)},
        }

    @property
    def resnets(self):
        return sum(map(len, self.stages().values()))

    @property
    def attentions(self):
        return sum(map(sum, self.stages().values()))


STABLE_DIFFUSION = Layout(
    down=((1, 1), (1, 1), (1, 1), (0, 0)),
    middle=(1, 0),
    up=((0, 0, 0), (1, 1, 1), (1, 1, 1), (1, 1, 1)),
)

# Table 3 of the paper, where it leaves each skip connection a partner: see models/export/networks/unet_config.py.
SNAPFUSION = Layout(
    down=((0, 0), (1, 1), (2,), (0,)),
    middle=(1,),
    up=((0, 0), (3, 3), (1, 1, 1), (0, 0, 0)),
)


def as_layout(found):
    """The layout that `dataclasses.asdict` gave, as JSON keeps it."""
    levels = {side: tuple(map(tuple, found[side])) for side in ("down", "up")}
    return Layout(middle=tuple(found["middle"]), **levels)
