"""What the exported networks are traced, checked and calibrated with: captions, and what they lead to in this world."""

import numpy as np
import torch

from .drawing import LATENT_SIZE, noise_of
from .library import open_autoencoder
from .pictures import to_tensor
from .scenes import TextStates
from .world.dataset import draw_chunk

SEED = 8
RUNS = 6
TIMESTEP = 499


class Examples:
    """Scenes with their captions; everything is drawn from one seed."""

    def __init__(self, place, count=RUNS):
        pictures, self.captions, _ = draw_chunk(([SEED, 0], count, "train", place.settings.pair_share))
        self.pictures = to_tensor(pictures)
        self.text = TextStates(place)
        with torch.no_grad():
            self.latents = open_autoencoder(place).encode(self.pictures)[0]

    def inputs(self, index):
        """By the name of an export's example: arrays in the order of the network's inputs."""
        ids = self.text.tokenizer.encode_all(self.captions[index : index + 1])
        picture = self.pictures[index : index + 1].numpy()
        return {
            "text_encoder": {"input_ids": ids},
            "unet": {
                "sample": noise_of([index], SEED).numpy(),
                "timestep": np.array([TIMESTEP], np.float32),
                "encoder_hidden_states": self.text.of_ids(ids).numpy(),
            },
            "vae_decoder": {"latent_sample": self.latents[index : index + 1].numpy()},
            "vae_encoder": {"sample": picture},
            "image_encoder": {"pixel_values": picture},
        }

    def guided_states(self, index):
        """Of no words and of a caption, one after another: both sides of guidance in one run."""
        return torch.stack([self.text.empty, self.text.of([self.captions[index]])[0]]).numpy()


def preview_map(examples):
    """Least squares from latents to the mean colours (0 to 1) of the pixels they stand for."""
    pixels = examples.pictures.shape[-1] // LATENT_SIZE
    colours = torch.nn.functional.avg_pool2d(examples.pictures / 2 + 0.5, pixels)
    rows, wanted = (some.permute(0, 2, 3, 1).flatten(0, 2).numpy() for some in (examples.latents, colours))
    rows = np.concatenate([rows, np.ones_like(rows[:, :1])], axis=1)
    solution = np.linalg.lstsq(rows.astype(np.float64), wanted, rcond=None)[0].round(4).tolist()
    return {"factors": solution[:-1], "bias": solution[-1]}
