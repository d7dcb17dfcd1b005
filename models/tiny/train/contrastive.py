"""CLIP in small: the text encoder that conditions the UNet, and an image tower that shares its space."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from ...export.networks.clip import CLIPTextModel
from ...export.networks.clip_config import ClipConfig

WIDTH = 96
TOWER_WIDTHS = (16, 32, 64, 96)
FEATURES = 128
PROJECTION = 96


def text_config(tokenizer):
    return ClipConfig(
        hidden_size=WIDTH,
        layers=3,
        heads=4,
        intermediate_size=4 * WIDTH,
        vocab_size=len(tokenizer),
        max_position_embeddings=tokenizer.length,
        eos_token_id=tokenizer.end,
    )


class ImageTower(nn.Module):
    """Convolutions down to 4x4 places, which are kept apart: relations are read off them."""

    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for width in TOWER_WIDTHS:
            for stride in (2, 1):
                layers += [nn.Conv2d(channels, width, 3, stride=stride, padding=1), nn.GroupNorm(8, width), nn.SiLU()]
                channels = width
        self.body = nn.Sequential(*layers)
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(16 * channels, FEATURES), nn.SiLU())

    def forward(self, pictures):
        return self.head(self.body(pictures))


class ContrastiveModel(nn.Module):
    def __init__(self, tokenizer):
        super().__init__()
        self.text_model = CLIPTextModel(text_config(tokenizer)).text_model
        self.text_projection = nn.Linear(WIDTH, PROJECTION, bias=False)
        self.vision_model = ImageTower()
        self.visual_projection = nn.Linear(FEATURES, PROJECTION, bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        nn.init.normal_(self.text_model.embeddings.token_embedding.weight, std=0.1)
        nn.init.normal_(self.text_model.embeddings.position_embedding.weight, std=0.05)

    def states(self, ids):
        """What the UNet attends to: the last hidden state of every token."""
        return self.text_model(ids)[0]

    def text_embeddings(self, ids):
        return F.normalize(self.text_projection(self.text_model(ids)[1]), dim=-1)

    def features(self, pictures):
        return self.vision_model(pictures)

    def picture_embeddings(self, features):
        return F.normalize(self.visual_projection(features), dim=-1)

    def logits(self, ids, pictures):
        """One row per text, one column per picture."""
        texts, shown = self.text_embeddings(ids), self.picture_embeddings(self.features(pictures))
        return self.logit_scale.exp().clamp(max=100) * texts @ shown.t()
