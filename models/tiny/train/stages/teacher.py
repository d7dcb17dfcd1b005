"""Trains the teacher: a UNet in Stable Diffusion 1.5's layout that predicts v, with captions left out at times."""

import torch

from ..layout import STABLE_DIFFUSION
from ..parallel import in_parallel
from ..scenes import Scenes, single_share_at
from ..training import train
from ..unet import UNet2DConditionModel
from ..velocity_loss import velocity_loss
from ..watching import Watcher
from ..weights import write_weights


def train_in_team(team, place):
    torch.manual_seed(30)
    scenes, course = Scenes(place), place.settings.teacher
    model = UNet2DConditionModel(STABLE_DIFFUSION)
    model.start_as_identity()
    watcher = Watcher(place, team, "teacher", model, scenes.text, place.settings.watch_every)

    def loss(draws, step):
        latents, states = scenes.batch(draws, single_share_at(step, course.steps))
        value, squares = velocity_loss(model, latents, states, draws)
        return value, {"loss": float(value), "squares": float(squares)}

    train("teacher", model.parameters(), course, loss, team, place.checkpoint("teacher"), watcher.at_step)
    if team.leads:
        write_weights(place.weights("teacher"), model)


def run(place):
    if not place.weights("teacher").exists():
        in_parallel(train_in_team, place.processes, place)
