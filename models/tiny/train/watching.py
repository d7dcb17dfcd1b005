"""Looks at a UNet between steps of its training: accuracy on some held-out captions, and a sheet of pictures."""

import json

from .drawing import decode, draw_latents
from .library import open_autoencoder
from .metric.judge import accuracies
from .pictures import write_sheet

SAMPLING_STEPS = 8
SHEET = 48


class Watcher:
    def __init__(self, place, team, name, model, text, every):
        self.place, self.team, self.name, self.model, self.text = place, team, name, model, text
        self.every = every
        self.captions = place.data("held-out").captions[: place.settings.watched_captions]
        self.autoencoder = open_autoencoder(place)

    def look(self, step):
        latents = draw_latents(self.team, self.model, self.text, self.captions, SAMPLING_STEPS)
        pictures = decode(self.team, self.autoencoder.decode, latents)
        if self.team.leads:
            found = json.dumps(accuracies(pictures, self.captions))
            print(f"{self.name} after {step}: {SAMPLING_STEPS} steps, {len(pictures)} captions: {found}", flush=True)
            write_sheet(self.place.sheet(self.name), pictures[:SHEET], columns=12)

    def at_step(self, step, optimizer):
        """Looks with the averaged weights, which are what the stage will hand on."""
        if (step + 1) % self.every == 0:
            optimizer.exchange()
            self.look(step + 1)
            optimizer.exchange()
