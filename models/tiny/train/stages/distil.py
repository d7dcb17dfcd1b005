"""Halves the number of sampling steps again and again: 32 -> 16 -> 8 -> 4 -> 2 -> 1.

The 8-step student learns from the 16-step teacher, as in the paper; the shorter ones learn from the student before
them. From 8 steps on there are two lines: with guidance in the loss, and the plain ("vanilla") kind.
"""

from ..distillation import Distillation, distillation_loss
from ..layout import SNAPFUSION, STABLE_DIFFUSION
from ..library import open_unet
from ..parallel import in_parallel
from ..scenes import Scenes
from ..training import train
from ..weights import write_weights

# The paper's share is 0.1, over far more steps than here.
GUIDED_SHARE = 0.2


def line(suffix, guided_share):
    names = [f"student-{steps}{suffix}" for steps in (8, 4, 2, 1)]
    first = Distillation(names[0], "student-16", "teacher-16", 8, guided_share)
    rest = [
        Distillation(name, before, before, steps, guided_share)
        for before, name, steps in zip(names, names[1:], (4, 2, 1))
    ]
    return [first, *rest]


DISTILLATIONS = (
    Distillation("teacher-16", "teacher", "teacher", 16, GUIDED_SHARE),
    Distillation("student-16", "student", "student", 16, GUIDED_SHARE),
    *line("", GUIDED_SHARE),
    *line("-vanilla", 0.0),
)


def layout_of(name):
    return STABLE_DIFFUSION if name.startswith("teacher") else SNAPFUSION


def train_in_team(team, place, plan):
    scenes = Scenes(place)
    teacher = open_unet(place, plan.teacher, layout_of(plan.teacher))
    student = open_unet(place, plan.start, layout_of(plan.start)).train().requires_grad_(True)
    loss = distillation_loss(student, teacher, scenes, plan)
    course = place.settings.distillation
    train(plan.name, student.parameters(), course, loss, team, place.checkpoint(plan.name))
    if team.leads:
        write_weights(place.weights(plan.name), student)


def run(place):
    for plan in DISTILLATIONS:
        if not place.weights(plan.name).exists():
            in_parallel(train_in_team, place.processes, place, plan)
