"""What the evolving loop may do to a UNet: leave out blocks, or repeat transformers."""

from dataclasses import dataclass
from typing import FrozenSet

from .heredity import Heredity


@dataclass(frozen=True)
class Action:
    """name: as it is logged. blocks: what goes, or what is repeated."""

    name: str
    blocks: FrozenSet[str]

    def milliseconds(self, table):
        return sum(table[block] for block in self.blocks)


def partners(level):
    return frozenset((f"down_blocks.{level}.resnets.1", f"up_blocks.{3 - level}.resnets.1"))


def attention_actions(layout):
    return [
        Action(block, frozenset((block,)))
        for stage, level in layout.stages().items()
        for block in (f"{stage}.attentions.{number}" for number in range(sum(level)))
    ]


def resnet_actions(layout):
    """A ResNet on the way down leaves together with its partner on the way up, so that every skip keeps one."""
    actions = [
        Action(f"down_blocks.{level}.resnets.1 and its partner", partners(level))
        for level, resnets in enumerate(layout.down)
        if len(resnets) > 1
    ]
    if len(layout.middle) > 1:
        actions.append(Action("mid_block.resnets.1", frozenset(("mid_block.resnets.1",))))
    return actions


def removals(layout):
    return attention_actions(layout) + resnet_actions(layout)


def split_name(block):
    stage, number = block.rsplit(".", 1)
    stage, kind = stage.rsplit(".", 1)
    return stage, kind, int(number)


def remove(layout, actions):
    """How the layout without these blocks descends from the layout."""
    heredity = Heredity(layout)
    for block in sorted(block for action in actions for block in action.blocks):
        stage, kind, number = split_name(block)
        if kind == "attentions":
            heredity.remove_attention(stage, number)
        else:
            heredity.remove_resnet(stage, number)
    return heredity


def repeat(layout, action):
    """How the layout with a copy of one transformer descends from the layout."""
    heredity = Heredity(layout)
    for block in action.blocks:
        stage, _, number = split_name(block)
        heredity.copy_attention(stage, number)
    return heredity
