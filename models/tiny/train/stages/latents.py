"""Draws the scenes that the UNets learn from and keeps their latents and token ids instead of their pictures."""

import os

import numpy as np
import torch

from ..library import open_autoencoder, open_tokenizer
from ..parallel import in_parallel
from ..pictures import to_tensor
from ..world.caption import scene_of
from ..world.dataset import draw_chunk

CHUNK = 500
BATCH = 50
DATA_SEED = 4


def write_chunk(path, start, count, place, autoencoder, tokenizer):
    pictures, captions, _ = draw_chunk(([DATA_SEED, start], count, "train", place.settings.pair_share))
    with torch.no_grad():
        latents = [autoencoder.encode(to_tensor(pictures[i : i + BATCH]))[0] for i in range(0, count, BATCH)]
    part = path.with_suffix(".part.npz")
    ids = tokenizer.encode_all(captions).astype(np.int16)
    is_pair = np.array([len(scene_of(caption).things) == 2 for caption in captions])
    np.savez(part, latents=torch.cat(latents).numpy().astype(np.float16), ids=ids, is_pair=is_pair)
    os.replace(part, path)


def write_chunks(team, place):
    autoencoder, tokenizer = open_autoencoder(place), open_tokenizer(place)
    starts = list(range(0, place.settings.scenes, CHUNK))
    for start in team.share_of(starts):
        path = chunk_path(place, start)
        if not path.exists():
            write_chunk(path, start, min(CHUNK, place.settings.scenes - start), place, autoencoder, tokenizer)
        team.stop_if_orphaned()


def chunk_path(place, start):
    return place.data_folder("latents") / f"chunk-{start:06}.npz"


def run(place):
    folder = place.data_folder("latents")
    if (folder / "ids.npy").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    in_parallel(write_chunks, place.processes, place)
    paths = [chunk_path(place, start) for start in range(0, place.settings.scenes, CHUNK)]
    chunks = [np.load(path) for path in paths]
    for name in ("latents", "is_pair", "ids"):
        np.save(folder / f"{name}.npy", np.concatenate([chunk[name] for chunk in chunks]))
    for path in paths:
        path.unlink()
