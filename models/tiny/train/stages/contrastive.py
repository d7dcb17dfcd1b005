"""Trains text encoder and image tower to find the pictures that a caption is true of, among near misses."""

import json
import os
from multiprocessing import get_context

import numpy as np
import torch

from ..contrastive import ContrastiveModel
from ..metric.judge import accuracies
from ..parallel import in_parallel
from ..pictures import to_tensor
from ..tokenizer.encode import Tokenizer
from ..training import train
from ..weights import read_weights, write_weights
from ..world.codes import told_by
from ..world.near_misses import GROUP, draw_groups

GROUPS_PER_CHUNK = 125
# A caption is compared with the pictures of this many groups.
GROUPS_PER_CONTRAST = 16
DATA_SEED = 3


def write_groups(place):
    folder = place.data_folder("near-misses")
    if (folder / "captions.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    settings = place.settings
    count = min(GROUPS_PER_CHUNK, settings.contrast_groups)
    jobs = [([DATA_SEED, start], count, settings.pair_share) for start in range(0, settings.contrast_groups, count)]
    with get_context("spawn").Pool(place.processes) as pool:
        pictures, captions, told, shown = zip(*pool.map(draw_groups, jobs))
    for name, arrays in (("pictures", pictures), ("told", told), ("shown", shown)):
        np.save(folder / f"{name}.npy", np.concatenate(arrays))
    (folder / "captions.part").write_text(json.dumps([caption for some in captions for caption in some]))
    os.replace(folder / "captions.part", folder / "captions.json")


def contrast(logits, truth):
    """Cross entropy both ways; the truth is shared by all that are right."""
    def one_way(rows, right):
        # A row of a picture that no caption of the batch is true of would have nothing to find.
        share = right / right.sum(dim=1, keepdim=True).clamp(min=1)
        return -(share * rows.log_softmax(dim=1)).sum(dim=1).mean()

    return 0.5 * (one_way(logits, truth) + one_way(logits.t(), truth.t()))


def train_in_team(team, place):
    torch.manual_seed(20)
    tokenizer = Tokenizer(place.tokenizer)
    model = ContrastiveModel(tokenizer)
    folder = place.data_folder("near-misses")
    pictures = np.load(folder / "pictures.npy", mmap_mode="r")
    told, shown = np.load(folder / "told.npy"), np.load(folder / "shown.npy")
    ids = tokenizer.encode_all(json.loads((folder / "captions.json").read_text()))
    groups = len(ids) // GROUP

    def loss(draws, _step):
        chosen = draws.integers(0, groups).reshape(-1, GROUPS_PER_CONTRAST)
        losses = []
        for contrast_groups in chosen:
            members = (contrast_groups[:, None] * GROUP + np.arange(GROUP)).reshape(-1)
            truth = torch.from_numpy(told_by(told[members], shown[members])).float()
            logits = model.logits(torch.from_numpy(ids[members]), to_tensor(pictures[members]))
            losses.append(contrast(logits, truth))
        mean = torch.stack(losses).mean()
        return mean, {"loss": float(mean)}

    course = place.settings.contrastive
    train("contrastive", model.parameters(), course, loss, team, place.checkpoint("contrastive"))
    if team.leads:
        write_weights(place.weights("contrastive"), model)


@torch.no_grad()
def evaluate(place, count=256):
    """How often the picture that a held-out caption finds among all does show what the caption tells."""
    tokenizer = Tokenizer(place.tokenizer)
    model = read_weights(place.weights("contrastive"), ContrastiveModel(tokenizer))
    data = place.data("held-out")
    captions, pictures = data.captions[:count], data.pictures[:count]
    logits = model.logits(torch.from_numpy(tokenizer.encode_all(captions)), to_tensor(pictures))
    found = accuracies(pictures[logits.argmax(dim=1).numpy()], captions)
    print("contrastive: accuracy of the picture found among", len(captions), json.dumps(found), flush=True)


def run(place):
    if not place.weights("contrastive").exists():
        write_groups(place)
        in_parallel(train_in_team, place.processes, place)
        evaluate(place)
