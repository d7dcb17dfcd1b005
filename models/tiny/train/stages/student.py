"""Trains the student: SnapFusion's layout, with the robust network's blocks to start from."""

from ..heredity import snapfusion_from
from ..layout import STABLE_DIFFUSION
from ..library import open_unet
from ..parallel import in_parallel
from ..scenes import Scenes
from ..training import train
from ..unet import UNet2DConditionModel
from ..velocity_loss import velocity_loss
from ..watching import Watcher
from ..weights import write_weights


def train_in_team(team, place):
    scenes, course = Scenes(place), place.settings.student
    heredity = snapfusion_from(STABLE_DIFFUSION)
    model = UNet2DConditionModel(heredity.layout())
    heredity.hand_down(open_unet(place, "robust", STABLE_DIFFUSION).state_dict(), model)
    watcher = Watcher(place, team, "student", model, scenes.text, place.settings.watch_every)

    def loss(draws, _step):
        value, squares = velocity_loss(model, *scenes.batch(draws), draws)
        return value, {"loss": float(value), "squares": float(squares)}

    train("student", model.parameters(), course, loss, team, place.checkpoint("student"), watcher.at_step)
    if team.leads:
        write_weights(place.weights("student"), model)


def run(place):
    if not place.weights("student").exists():
        in_parallel(train_in_team, place.processes, place)
