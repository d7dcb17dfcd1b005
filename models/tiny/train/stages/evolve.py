"""The evolving loop: tries every block's removal, and goes by what it costs in CLIP score per millisecond it saves.

While the network is slower than its goal, the blocks of least value go; after that, transformers of greatest value are
repeated while there is time left. The goal is the latency that SnapFusion's layout has in the same table.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path

from ..actions import removals
from ..evolution import plan, values_of
from ..evolving_table import evolving_table
from ..latency import Phone, latency_table
from ..layout import SNAPFUSION, STABLE_DIFFUSION, as_layout
from ..library import open_unet
from ..parallel import in_parallel
from ..scenes import Scenes
from ..scoring import ValueOfBlocks
from ..training import Checkpoint, train
from ..unet import UNet2DConditionModel
from .robust import robust_loss

PHONE = Path(__file__).resolve().parents[4] / "targets" / "devices" / "iphone-14-pro.json"


def opened(place):
    """The network and the log, as the last round left them."""
    state = Checkpoint(place.checkpoint("evolving")).load()
    if state is None:
        return open_unet(place, "robust", STABLE_DIFFUSION), []
    model = UNet2DConditionModel(as_layout(state["layout"]))
    model.load_state_dict(state["model"])
    return model, state["log"]


def keep(place, model, log):
    summary = {key: log[-1][key] for key in ("step", "actions", "milliseconds", "CLIP score")}
    print("evolving", json.dumps(summary), flush=True)
    weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    state = {"layout": asdict(model.layout), "log": log, "model": weights}
    Checkpoint(place.checkpoint("evolving")).save(state)


def entry(layout, table, goal, whole, rows, step, actions):
    numbers = ("lost", "milliseconds", "value")
    return {
        "step": step,
        "actions": [action.name for action in actions],
        "milliseconds": round(sum(table.values()), 2),
        "goal": round(goal, 2),
        "CLIP score": round(whole, 4),
        "layout": asdict(layout),
        "values": [
            {"block": row["action"].name, **{number: round(row[number], 6) for number in numbers}} for row in rows
        ],
    }


def descend(place, team, scenes, model, heredity, name):
    """The network of the new layout, used to it by some robust training."""
    heir = UNet2DConditionModel(heredity.layout())
    heredity.hand_down(model.state_dict(), heir)
    loss, course = robust_loss(heir, scenes), place.settings.evolving.between
    train(name, heir.parameters(), course, loss, team, place.checkpoint(name))
    return heir


def evolve_in_team(team, place):
    settings, phone, scenes = place.settings.evolving, Phone.of(PHONE), Scenes(place)
    captions = place.data("train").captions[: settings.captions]
    judge = ValueOfBlocks(place, team, scenes, captions, settings.sampling_steps)
    goal = sum(latency_table(SNAPFUSION, phone).values())
    model, log = opened(place)
    while not log or log[-1]["step"] != "end":
        layout = model.eval().layout
        table = latency_table(layout, phone)
        whole, rows = values_of(removals(layout), judge, model, table)
        step, actions, heredity = plan(layout, rows, table, goal)
        log.append(entry(layout, table, goal, whole, rows, step, actions))
        if heredity is not None:
            model = descend(place, team, scenes, model, heredity, f"evolving-{len(log)}")
        if team.leads:
            keep(place, model, log)
        team.wait()
    if team.leads:
        write_whole(place.evolving_log, json.dumps(log, indent=1) + "\n")


def write_whole(path, text):
    """A file is there whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(text)
    os.replace(part, path)


def run(place):
    if not place.evolving_log.exists():
        in_parallel(evolve_in_team, place.processes, place)
    log = json.loads(place.evolving_log.read_text())
    write_whole(place.evolving_log.with_suffix(".md"), evolving_table(log))
