"""Robust training: the teacher learns to do without any of its blocks, so that the evolving loop can try each."""

from ..layout import STABLE_DIFFUSION
from ..library import open_unet
from ..parallel import in_parallel
from ..scenes import Scenes
from ..training import train
from ..unet import WIDTHS
from ..velocity_loss import velocity_loss
from ..weights import write_weights

# The paper names no figure; with this one some three blocks are missing at a time.
SKIP_PROBABILITY = 0.1


def skippable_blocks(model):
    """All transformers, and the ResNets whose input is as wide as their output (what a skip connection adds aside)."""
    names, channels = [], WIDTHS[0]
    for stage in model.stages():
        for index, resnet in enumerate(stage.resnets):
            width = resnet.conv2.out_channels
            if channels == width:
                names.append(f"{stage.name}.resnets.{index}")
            channels = width
        names += [f"{stage.name}.attentions.{number}" for number in range(sum(stage.counts))]
    return names


def drawn_skips(draws, blocks, probability=SKIP_PROBABILITY):
    return frozenset(block for block in blocks if draws.chance(probability))


def robust_loss(model, scenes):
    blocks = skippable_blocks(model)

    def loss(draws, _step):
        latents, states = scenes.batch(draws)
        skipped = drawn_skips(draws, blocks)
        value, squares = velocity_loss(model, latents, states, draws, skipped)
        return value, {"loss": float(value), "squares": float(squares), "skipped": len(skipped)}

    return loss


def train_in_team(team, place):
    scenes = Scenes(place)
    model = open_unet(place, "teacher", STABLE_DIFFUSION).train().requires_grad_(True)
    loss = robust_loss(model, scenes)
    train("robust", model.parameters(), place.settings.robust, loss, team, place.checkpoint("robust"))
    if team.leads:
        write_weights(place.weights("robust"), model)


def run(place):
    if not place.weights("robust").exists():
        in_parallel(train_in_team, place.processes, place)
