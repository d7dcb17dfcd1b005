"""The UNet (diffusers: UNet2DConditionModel) with any layout, whose blocks can be skipped one by one."""

import torch
from torch import nn

from ...export.networks.embeddings import TimestepEmbedding, Timesteps
from ...export.networks.resnet import Downsample2D, ResnetBlock2D, Upsample2D
from ...export.networks.transformer import Transformer2DModel
from .contrastive import WIDTH as TEXT_WIDTH

WIDTHS = (32, 64, 96, 96)
HEADS = (2, 4, 4, 4)
GROUPS = 8
LATENT_CHANNELS = 4
TIME_WIDTH = 4 * WIDTHS[0]
EPS = 1e-5
LEVELS = len(WIDTHS)

NOTHING = frozenset()


def make_transformers(level, count):
    # The names of diffusers want no list at all where there is nothing in it.
    if count == 0:
        return None
    options = {"spelling": "matmul"}
    return nn.ModuleList(
        Transformer2DModel(WIDTHS[level], HEADS[level], TEXT_WIDTH, 1, GROUPS, False, options) for _ in range(count)
    )


class Stage(nn.Module):
    """A level of one side: ResNets, each followed by its transformers, then resampling unless the level is last."""

    def __init__(self, name, level, inputs, attentions, resampler):
        super().__init__()
        self.name, self.counts = name, attentions
        self.attentions = make_transformers(level, sum(attentions))
        self.resnets = nn.ModuleList(
            ResnetBlock2D(channels, WIDTHS[level], GROUPS, EPS, TIME_WIDTH) for channels in inputs
        )
        self.resampler = resampler
        if resampler is not None:
            setattr(self, resampler, nn.ModuleList([SAMPLERS[resampler](WIDTHS[level])]))

    def resnet(self, index, hidden, skip, temb, skipped):
        """A skipped ResNet hands on its input; what a skip connection brought is dropped with it."""
        if f"{self.name}.resnets.{index}" in skipped:
            return hidden
        joined = hidden if skip is None else torch.cat([hidden, skip], dim=1)
        return self.resnets[index](joined, temb)

    def transformers_after(self, index, hidden, states, skipped):
        first = sum(self.counts[:index])
        for number in range(first, first + self.counts[index]):
            if f"{self.name}.attentions.{number}" not in skipped:
                hidden = self.attentions[number](hidden, states)
        return hidden

    def resample(self, hidden):
        return hidden if self.resampler is None else getattr(self, self.resampler)[0](hidden)


SAMPLERS = {"downsamplers": Downsample2D, "upsamplers": Upsample2D}


def make_down(layout):
    stages, channels, skips = [], WIDTHS[0], [WIDTHS[0]]
    for level, attentions in enumerate(layout.down):
        inputs = [channels] + [WIDTHS[level]] * (len(attentions) - 1)
        channels = WIDTHS[level]
        last = level == LEVELS - 1
        skips += [channels] * (len(attentions) + (not last))
        resampler = None if last else "downsamplers"
        stages.append(Stage(f"down_blocks.{level}", level, inputs, attentions, resampler))
    return nn.ModuleList(stages), skips


def make_up(layout, skips):
    stages, channels = [], WIDTHS[-1]
    for index, attentions in enumerate(layout.up):
        level = LEVELS - 1 - index
        inputs = []
        for _ in attentions:
            inputs.append(channels + skips.pop())
            channels = WIDTHS[level]
        resampler = None if level == 0 else "upsamplers"
        stages.append(Stage(f"up_blocks.{index}", level, inputs, attentions, resampler))
    return nn.ModuleList(stages)


class UNet2DConditionModel(nn.Module):
    def __init__(self, layout):
        super().__init__()
        self.layout = layout
        self.conv_in = nn.Conv2d(LATENT_CHANNELS, WIDTHS[0], 3, padding=1)
        self.time_proj = Timesteps(WIDTHS[0])
        self.time_embedding = TimestepEmbedding(WIDTHS[0], TIME_WIDTH)
        self.down_blocks, skips = make_down(layout)
        middle = [WIDTHS[-1]] * len(layout.middle)
        self.mid_block = Stage("mid_block", LEVELS - 1, middle, layout.middle, None)
        self.up_blocks = make_up(layout, skips)
        self.conv_norm_out = nn.GroupNorm(GROUPS, WIDTHS[0], eps=EPS)
        self.conv_act = nn.SiLU()
        self.conv_out = nn.Conv2d(WIDTHS[0], LATENT_CHANNELS, 3, padding=1)

    def forward(self, sample, timestep, encoder_hidden_states, skipped=NOTHING):
        temb = self.time_embedding(self.time_proj(timestep))
        context = (temb, encoder_hidden_states, skipped)
        hidden = self.conv_in(sample)
        skips = [hidden]
        for stage in self.down_blocks:
            for index in range(len(stage.resnets)):
                hidden = self.layer(stage, index, hidden, None, *context)
                skips.append(hidden)
            if stage.resampler is not None:
                hidden = stage.resample(hidden)
                skips.append(hidden)
        for index in range(len(self.mid_block.resnets)):
            hidden = self.layer(self.mid_block, index, hidden, None, *context)
        for stage in self.up_blocks:
            for index in range(len(stage.resnets)):
                hidden = self.layer(stage, index, hidden, skips.pop(), *context)
            hidden = stage.resample(hidden)
        return self.conv_out(self.conv_act(self.conv_norm_out(hidden)))

    @staticmethod
    def layer(stage, index, hidden, skip, temb, states, skipped):
        hidden = stage.resnet(index, hidden, skip, temb, skipped)
        return stage.transformers_after(index, hidden, states, skipped)

    def stages(self):
        return [*self.down_blocks, self.mid_block, *self.up_blocks]

    def start_as_identity(self):
        """Zeroes the last layer of every residual branch, which makes the first steps calm."""
        for module in self.modules():
            if isinstance(module, (Transformer2DModel, ResnetBlock2D)):
                last = module.proj_out if isinstance(module, Transformer2DModel) else module.conv2
                nn.init.zeros_(last.weight)
                nn.init.zeros_(last.bias)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)
