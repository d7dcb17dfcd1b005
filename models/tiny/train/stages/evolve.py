"""The evolving loop: tries every block's removal, and goes by what it costs in CLIP score per millisecond it saves.

While the network is slower than its goal, the blocks of least value go; after that, transformers of greatest value are
repeated while there is time left. The goal is the latency that SnapFusion's layout has in the same table.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path

import torch

from ..actions import attention_actions, remove, removals, repeat
from ..latency import Phone, latency_table
from ..layout import SNAPFUSION, STABLE_DIFFUSION, Layout
from ..library import open_unet
from ..parallel import in_parallel
from ..scenes import Scenes
from ..scoring import ValueOfBlocks
from ..training import Checkpoint, train
from ..unet import UNet2DConditionModel
from .robust import robust_loss

PHONE = Path(__file__).resolve().parents[4] / "targets" / "devices" / "iphone-14-pro.json"
# How many actions are carried out between two looks at all blocks.
ACTIONS_AT_A_TIME = 4


def as_layout(found):
    levels = {side: tuple(map(tuple, found[side])) for side in ("down", "up")}
    return Layout(middle=tuple(found["middle"]), **levels)


def values_of(actions, judge, model, table):
    """Per action, least valuable first: what its removal costs in CLIP score, saves in time, and the quotient."""
    whole, rows = judge.score(model), []
    for action in actions:
        lost = whole - judge.score(model, action.blocks)
        saved = action.milliseconds(table)
        rows.append({"action": action, "lost": lost, "milliseconds": saved, "value": lost / saved})
    return whole, sorted(rows, key=lambda row: row["value"])


def least_valuable(rows, excess):
    """As many actions as bring the latency down by the excess, and at most a handful."""
    chosen = []
    for row in rows[:ACTIONS_AT_A_TIME]:
        if excess > 0:
            chosen.append(row["action"])
            excess -= row["milliseconds"]
    return chosen


def most_valuable(rows, layout, room):
    """The transformer to repeat, if one of positive value fits into the time that is left."""
    transformers = {action.name for action in attention_actions(layout)}
    fitting = [row for row in rows if row["action"].name in transformers and 0 < row["milliseconds"] <= room]
    best = fitting[-1] if fitting else None
    return best["action"] if best is not None and best["value"] > 0 else None


def plan(layout, rows, table, goal):
    """The next step's name, its actions, and the heredity of the new layout; None at the end."""
    excess = sum(table.values()) - goal
    if excess > 0:
        actions = least_valuable(rows, excess)
        return "remove", actions, remove(layout, actions)
    action = most_valuable(rows, layout, -excess)
    return None if action is None else ("repeat", [action], repeat(layout, action))


def evolve_in_team(team, place):
    settings, phone, scenes = place.settings.evolving, Phone.of(PHONE), Scenes(place)
    judge = ValueOfBlocks(place, team, scenes, place.data("train").captions[: settings.captions], settings.sampling_steps)
    goal = sum(latency_table(SNAPFUSION, phone).values())
    kept = Checkpoint(place.checkpoint("evolving"))
    state = kept.load()
    if state is None:
        layout, log = STABLE_DIFFUSION, []
        model = open_unet(place, "robust", layout)
    else:
        layout, log = as_layout(state["layout"]), state["log"]
        model = UNet2DConditionModel(layout)
        model.load_state_dict(state["model"])
    while not log or log[-1]["step"] != "end":
        table = latency_table(layout, phone)
        whole, rows = values_of(removals(layout), judge, model.eval().requires_grad_(False), table)
        planned = plan(layout, rows, table, goal)
        step, actions, heredity = planned or ("end", [], None)
        log.append(
            {
                "step": step,
                "actions": [action.name for action in actions],
                "milliseconds": round(sum(table.values()), 2),
                "goal": round(goal, 2),
                "CLIP score": round(whole, 4),
                "layout": asdict(layout),
                "values": [
                    {"block": row["action"].name, **{k: round(row[k], 5) for k in ("lost", "milliseconds", "value")}}
                    for row in rows
                ],
            }
        )
        if heredity is not None:
            grown = UNet2DConditionModel(heredity.layout())
            heredity.hand_down(model.state_dict(), grown)
            layout, model = grown.layout, grown
            course = settings.between
            name = f"evolving-{len(log)}"
            train(name, model.parameters(), course, robust_loss(model, scenes), team, place.checkpoint(name))
        if team.leads:
            print("evolving", json.dumps({key: log[-1][key] for key in list(log[-1])[:5]}), flush=True)
            weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
            kept.save({"layout": asdict(layout), "log": log, "model": weights})
            place.checkpoint(f"evolving-{len(log)}").unlink(missing_ok=True)
        team.wait()
    if team.leads:
        part = place.evolving_log.with_suffix(".part")
        part.write_text(json.dumps(log, indent=1) + "\n")
        os.replace(part, place.evolving_log)


def run(place):
    if not place.evolving_log.exists():
        torch.manual_seed(50)
        in_parallel(evolve_in_team, place.processes, place)
