"""Draws the training pictures and the held-out ones."""

from ..world.dataset import write_dataset

SEEDS = {"train": 1, "held-out": 2}


def run(place):
    settings = place.settings
    for split, count in (("train", settings.pictures), ("held-out", settings.held_out)):
        # Scores are taken over captions, so no held-out one may count twice.
        distinct = split == "held-out"
        folder = place.data_folder(split)
        write_dataset(folder, count, SEEDS[split], split, settings.pair_share, place.processes, distinct)
