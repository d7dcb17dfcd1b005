"""Sets of pictures with captions, drawn once by several processes and kept as files."""

import json
import os
from multiprocessing import get_context

import numpy as np

from .caption import caption_of
from .render import render
from .scene import settle
from .split import random_scene_of
from .vocabulary import CANVAS

CHUNK = 500


def draw_chunk(job):
    """Pictures, captions, and the centres of the things (the last centre twice where there is one thing)."""
    seed, count, split, pair_share = job
    rng = np.random.default_rng(seed)
    pictures = np.empty((count, CANVAS, CANVAS, 3), np.uint8)
    centres = np.empty((count, 2, 2), np.float32)
    captions = []
    for index in range(count):
        scene = random_scene_of(split, rng, pair_share)
        pictures[index], found = render(settle(scene, rng), rng)
        centres[index] = found if len(found) == 2 else found * 2
        captions.append(caption_of(scene))
    return pictures, captions, centres


def draw(count, seed, split, pair_share, processes):
    jobs = [
        ([seed, start], min(CHUNK, count - start), split, pair_share) for start in range(0, count, CHUNK)
    ]
    # Spawned, since a process that already runs threads must not be forked.
    with get_context("spawn").Pool(processes) as pool:
        chunks = pool.map(draw_chunk, jobs)
    pictures, captions, centres = zip(*chunks)
    return np.concatenate(pictures), [caption for some in captions for caption in some], np.concatenate(centres)


class Dataset:
    """The files of one set; arrays stay on the disk until they are read."""

    def __init__(self, folder):
        self.pictures = np.load(folder / "pictures.npy", mmap_mode="r")
        self.centres = np.load(folder / "centres.npy")
        self.captions = json.loads((folder / "captions.json").read_text())

    def __len__(self):
        return len(self.captions)


def first_of_each(captions, count):
    """The places of the first scenes with captions that did not come before."""
    places = {}
    for place, caption in enumerate(captions):
        places.setdefault(caption, place)
    if len(places) < count:
        raise ValueError(f"{len(places)} distinct captions were drawn, {count} are wanted")
    return list(places.values())[:count]


def write_dataset(folder, count, seed, split, pair_share, processes, distinct=False):
    """captions.json comes last and all at once: where it is, the set is complete."""
    if (folder / "captions.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    drawn = 2 * count if distinct else count
    pictures, captions, centres = draw(drawn, seed, split, pair_share, processes)
    chosen = first_of_each(captions, count) if distinct else np.arange(count)
    np.save(folder / "pictures.npy", pictures[chosen])
    np.save(folder / "centres.npy", centres[chosen])
    (folder / "captions.part").write_text(json.dumps([captions[place] for place in chosen]))
    os.replace(folder / "captions.part", folder / "captions.json")
