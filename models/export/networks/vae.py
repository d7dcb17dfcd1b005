"""The two halves of the image autoencoder (diffusers: AutoencoderKL)."""

from dataclasses import dataclass
from typing import Tuple

import torch
from torch import nn

from .resnet import Downsample2D, ResnetBlock2D, Upsample2D
from .vae_attention import Attention, AttentionBlock

EPS = 1e-6


@dataclass(frozen=True)
class VaeConfig:
    block_out_channels: Tuple[int, ...] = (128, 256, 512, 512)
    layers_per_block: int = 2
    latent_channels: int = 4
    image_channels: int = 3
    norm_num_groups: int = 32
    # "linear": one head on (batch, pixels, channels); "block": the AttentionBlock of the first diffusers releases.
    attention: str = "linear"


def make_resnet(config, in_channels, out_channels):
    return ResnetBlock2D(in_channels, out_channels, config.norm_num_groups, EPS)


class UNetMidBlock2D(nn.Module):
    def __init__(self, config):
        super().__init__()
        channels = config.block_out_channels[-1]
        attention = {"linear": Attention, "block": AttentionBlock}[config.attention]
        self.attentions = nn.ModuleList([attention(channels, config.norm_num_groups, EPS)])
        self.resnets = nn.ModuleList(make_resnet(config, channels, channels) for _ in range(2))

    def forward(self, hidden_states):
        return self.resnets[1](self.attentions[0](self.resnets[0](hidden_states)))


class ResampledLevel(nn.Module):
    """A run of ResNets, then one resampling block unless the level is the last."""

    def __init__(self, config, in_channels, out_channels, layers, down=None, up=None):
        super().__init__()
        self.resnets = nn.ModuleList(
            make_resnet(config, in_channels if layer == 0 else out_channels, out_channels) for layer in range(layers)
        )
        self.downsamplers = nn.ModuleList([down]) if down is not None else None
        self.upsamplers = nn.ModuleList([up]) if up is not None else None

    def forward(self, hidden_states):
        for resnet in self.resnets:
            hidden_states = resnet(hidden_states)
        for resample in [*(self.downsamplers or []), *(self.upsamplers or [])]:
            hidden_states = resample(hidden_states)
        return hidden_states


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths = config.block_out_channels
        self.conv_in = nn.Conv2d(config.image_channels, widths[0], 3, padding=1)
        self.down_blocks = nn.ModuleList()
        for level, width in enumerate(widths):
            down = Downsample2D(width, padding=0) if level < len(widths) - 1 else None
            self.down_blocks.append(
                ResampledLevel(config, widths[max(level - 1, 0)], width, config.layers_per_block, down=down)
            )
        self.mid_block = UNetMidBlock2D(config)
        self.conv_norm_out = nn.GroupNorm(config.norm_num_groups, widths[-1], eps=EPS)
        self.conv_act = nn.SiLU()
        self.conv_out = nn.Conv2d(widths[-1], 2 * config.latent_channels, 3, padding=1)

    def forward(self, sample):
        sample = self.conv_in(sample)
        for block in self.down_blocks:
            sample = block(sample)
        return self.conv_out(self.conv_act(self.conv_norm_out(self.mid_block(sample))))


class Decoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths = tuple(reversed(config.block_out_channels))
        self.conv_in = nn.Conv2d(config.latent_channels, widths[0], 3, padding=1)
        self.up_blocks = nn.ModuleList()
        for level, width in enumerate(widths):
            up = Upsample2D(width) if level < len(widths) - 1 else None
            self.up_blocks.append(
                ResampledLevel(config, widths[max(level - 1, 0)], width, config.layers_per_block + 1, up=up)
            )
        self.mid_block = UNetMidBlock2D(config)
        self.conv_norm_out = nn.GroupNorm(config.norm_num_groups, widths[-1], eps=EPS)
        self.conv_act = nn.SiLU()
        self.conv_out = nn.Conv2d(widths[-1], config.image_channels, 3, padding=1)

    def forward(self, sample):
        sample = self.mid_block(self.conv_in(sample))
        for block in self.up_blocks:
            sample = block(sample)
        return self.conv_out(self.conv_act(self.conv_norm_out(sample)))


class VaeDecoder(nn.Module):
    """latent_sample to sample, as both exporters write it (the latent is already divided by the scaling factor)."""

    def __init__(self, config):
        super().__init__()
        self.post_quant_conv = nn.Conv2d(config.latent_channels, config.latent_channels, 1)
        self.decoder = Decoder(config)

    def forward(self, latent_sample):
        return self.decoder(self.post_quant_conv(latent_sample))


class VaeEncoder(nn.Module):
    """sample to latent_parameters (mean and log variance), or to a latent drawn from them (sampled)."""

    def __init__(self, config, sampled=False):
        super().__init__()
        self.encoder = Encoder(config)
        self.quant_conv = nn.Conv2d(2 * config.latent_channels, 2 * config.latent_channels, 1)
        self.sampled = sampled

    def forward(self, sample):
        parameters = self.quant_conv(self.encoder(sample))
        if not self.sampled:
            return parameters
        mean, log_variance = torch.chunk(parameters, 2, dim=1)
        deviation = torch.exp(0.5 * torch.clamp(log_variance, -30.0, 20.0))
        return mean + deviation * torch.randn_like(mean)
