"""The loop that all stages train in: steps, learning rate, log, and checkpoints to resume from."""

import os
import time
from dataclasses import dataclass

import numpy as np
import torch

from .draws import Draws
from .optimizer import FlatAdamW, cosine

SECONDS_BETWEEN_CHECKPOINTS = 150
STEPS_BETWEEN_LINES = 100


@dataclass(frozen=True)
class Course:
    """How one network is trained."""

    steps: int
    batch: int
    learning_rate: float
    seed: int
    warm_up: int = 100
    # Of the moving average of the weights, which are what a stage hands on.
    averaging: float = 0.999
    weight_decay: float = 0.01


class Checkpoint:
    """The state of a run that is under way, as one file."""

    def __init__(self, path):
        self.path, self.written = path, time.monotonic()

    def load(self):
        return torch.load(self.path) if self.path.exists() else None

    def save(self, state):
        part = self.path.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self.path)
        self.written = time.monotonic()

    def save_if_due(self, make_state):
        if time.monotonic() - self.written > SECONDS_BETWEEN_CHECKPOINTS:
            self.save(make_state())


class Progress:
    """Prints the means of what a loss reports, and the speed."""

    def __init__(self, name, course, step):
        self.name, self.course = name, course
        self.reports, self.started, self.first = [], time.monotonic(), step

    def add(self, step, report):
        self.reports.append(report)
        if (step + 1) % STEPS_BETWEEN_LINES and step + 1 < self.course.steps:
            return
        means = {key: np.mean([report[key] for report in self.reports]) for key in report}
        seconds = (time.monotonic() - self.started) / (step + 1 - self.first)
        words = " ".join(f"{key} {value:.4f}" for key, value in means.items())
        clock = time.strftime("%H:%M:%S")
        print(f"{clock} {self.name} {step + 1}/{self.course.steps} {words} {seconds:.3f} s/step", flush=True)
        self.reports = []


def train(name, parameters, course, loss, team, checkpoint, at_step=None):
    """Minimises loss(draws, step), which returns the loss and a dict of numbers to report.

    Afterwards the parameters hold the averaged weights. at_step(step, optimizer) may look at the run between steps.
    """
    optimizer = FlatAdamW(parameters, course.averaging, course.weight_decay)
    kept = Checkpoint(checkpoint)
    state = kept.load()
    start = 0
    if state is not None:
        optimizer.restore(state["optimizer"])
        start = state["step"]
    progress = Progress(name, course, start)
    for step in range(start, course.steps):
        value, report = loss(Draws(course.seed, step, course.batch, team), step)
        value.backward()
        rate = cosine(step, course.steps, course.learning_rate, course.warm_up)
        norm = optimizer.step(team, rate)
        if team.leads:
            progress.add(step, {**report, "norm": norm})
            if step + 1 < course.steps:
                kept.save_if_due(lambda: {"optimizer": optimizer.state(), "step": step + 1})
        if at_step is not None:
            at_step(step, optimizer)
        team.stop_if_orphaned()
    if team.leads and start < course.steps:
        kept.save({"optimizer": optimizer.state(), "step": course.steps})
    optimizer.exchange()
