"""Changes a UNet block by block and remembers which block of the old one each block of the new one comes from."""

from .layout import Layout


class Heredity:
    """Per stage and ResNet: the number of the ResNet it comes from, and those of the transformers after it."""

    def __init__(self, layout):
        self.stages = {}
        for name, level in layout.stages().items():
            numbers = iter(range(sum(level)))
            self.stages[name] = [(index, [next(numbers) for _ in range(n)]) for index, n in enumerate(level)]

    def layout(self):
        counts = {name: tuple(len(found) for _, found in stage) for name, stage in self.stages.items()}
        sides = {
            side: tuple(level for name, level in counts.items() if name.startswith(side)) for side in ("down", "up")
        }
        return Layout(down=sides["down"], middle=counts["mid_block"], up=sides["up"])

    def followers(self, stage, attention):
        """The list that holds a transformer; a ValueError if it is gone."""
        for _, attentions in self.stages[stage]:
            if attention in attentions:
                return attentions
        raise ValueError(f"{stage} has no transformer {attention}")

    def remove_attention(self, stage, attention):
        self.followers(stage, attention).remove(attention)

    def copy_attention(self, stage, attention):
        """The copy follows the original."""
        attentions = self.followers(stage, attention)
        attentions.insert(attentions.index(attention), attention)

    def remove_resnet(self, stage, resnet):
        """Not the first of its stage: what followed it follows the one before."""
        blocks = self.stages[stage]
        index = [number for number, _ in blocks].index(resnet)
        if index == 0:
            raise ValueError(f"the first ResNet of {stage} changes the width and stays")
        _, attentions = blocks.pop(index)
        blocks[index - 1][1].extend(attentions)

    def remove_partners(self, level):
        """The second ResNet of a level on its way down and, on the way up, the second: their skip goes with them."""
        self.remove_resnet(f"down_blocks.{level}", 1)
        self.remove_resnet(f"up_blocks.{3 - level}", 1)

    def origins(self):
        """The old name of every new block."""
        names = {}
        for stage, blocks in self.stages.items():
            attention = 0
            for resnet, (old_resnet, attentions) in enumerate(blocks):
                names[f"{stage}.resnets.{resnet}"] = f"{stage}.resnets.{old_resnet}"
                for old_attention in attentions:
                    names[f"{stage}.attentions.{attention}"] = f"{stage}.attentions.{old_attention}"
                    attention += 1
        return names

    def hand_down(self, old_state, model):
        """Fills a UNet of the new layout from the state of one of the old."""
        origins = self.origins()

        def old_name(name):
            parts = name.split(".")
            length = 3 if parts[0] == "mid_block" else 4
            block, rest = ".".join(parts[:length]), parts[length:]
            return ".".join([origins[block], *rest]) if block in origins else name

        model.load_state_dict({name: old_state[old_name(name)] for name in model.state_dict()})


def snapfusion_from(layout):
    """What the paper's search did to Stable Diffusion 1.5, in our terms."""
    heredity = Heredity(layout)
    for stage, count in (("down_blocks.0", 2), ("up_blocks.3", 3)):
        for attention in range(count):
            heredity.remove_attention(stage, attention)
    for level in (2, 3):
        heredity.remove_partners(level)
    heredity.remove_resnet("mid_block", 1)
    # Two of the three transformers of Up-1 follow its first ResNet by now: one copy there, two after the other.
    for attention in (1, 2, 2):
        heredity.copy_attention("up_blocks.1", attention)
    return heredity
