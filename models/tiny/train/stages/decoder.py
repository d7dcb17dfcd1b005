"""Distils the decoder at half of all widths, on latents that the teacher draws in 50 DDIM steps."""

import numpy as np
import torch

from ....export.networks.vae import VaeDecoder
from ..autoencoder import PRUNED_CONFIG
from ..drawing import decode, draw_latents
from ..layout import STABLE_DIFFUSION
from ..library import open_autoencoder, open_unet
from ..metric.judge import accuracies
from ..parallel import in_parallel
from ..scenes import TextStates
from ..training import train
from ..weights import read_weights, write_weights

SEED = 7
CHUNK = 128


def draw_chunks(team, place):
    """The teacher's latents for training captions; kept in pieces, so that a run that is broken off goes on."""
    text, teacher = TextStates(place), open_unet(place, "teacher", STABLE_DIFFUSION)
    captions = place.data("train").captions[: place.settings.decoder_latents]
    for start in range(0, len(captions), CHUNK):
        path = chunk_path(place, start)
        if path.exists():
            continue
        some = captions[start : start + CHUNK]
        latents = draw_latents(team, teacher, text, some, place.settings.long_sampling, seed=SEED + start)
        if team.leads:
            part = path.with_suffix(".part.npy")
            np.save(part, np.stack(latents))
            part.rename(path)
            print(f"decoder: {start + len(some)} of {len(captions)} latents", flush=True)
        team.wait()


def chunk_path(place, start):
    folder = place.data_folder("sampled-latents")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{start:06}.npy"


def open_pruned(place):
    return read_weights(place.weights("pruned-decoder"), VaeDecoder(PRUNED_CONFIG))


def train_in_team(team, place):
    draw_chunks(team, place)
    torch.manual_seed(70)
    starts = range(0, place.settings.decoder_latents, CHUNK)
    latents = np.concatenate([np.load(chunk_path(place, start)) for start in starts])
    full = open_autoencoder(place)
    pruned = VaeDecoder(PRUNED_CONFIG)

    def loss(draws, _step):
        chosen = torch.from_numpy(latents[draws.integers(0, len(latents))])
        with torch.no_grad():
            wanted = full.decode(chosen)
        squared = (pruned(chosen) - wanted).pow(2).mean()
        return squared, {"PSNR": 10 * np.log10(4 / max(float(squared), 1e-9))}

    course = place.settings.pruned_decoder
    train("pruned-decoder", pruned.parameters(), course, loss, team, place.checkpoint("pruned-decoder"))
    if team.leads:
        write_weights(place.weights("pruned-decoder"), pruned)


def compare_in_team(team, place):
    """Both decoders on the teacher's latents of held-out captions, which the pruned one has not seen."""
    captions = place.data("held-out").captions[: place.settings.watched_captions]
    text, teacher = TextStates(place), open_unet(place, "teacher", STABLE_DIFFUSION)
    latents = draw_latents(team, teacher, text, captions, 8)
    pictures = [decode(team, decoder, latents) for decoder in (open_autoencoder(place).decode, open_pruned(place))]
    if team.leads:
        full, pruned = (some.astype(np.float32) for some in pictures)
        ratio = 10 * np.log10(255**2 / ((full - pruned) ** 2).mean())
        print(f"pruned decoder: PSNR {ratio:.2f} to the full one, accuracy", flush=True)
        for name, some in zip(("full", "pruned"), pictures):
            print(f"  {name}: {accuracies(some, captions)}", flush=True)


def run(place):
    if not place.weights("pruned-decoder").exists():
        in_parallel(train_in_team, place.processes, place)
        in_parallel(compare_in_team, place.processes, place)
