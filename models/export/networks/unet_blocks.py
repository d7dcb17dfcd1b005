"""The levels of the UNet: ResNets with any number of transformers after each.

In diffusers: (CrossAttn)DownBlock2D, UNetMidBlock2DCrossAttn and (CrossAttn)UpBlock2D.
"""

import torch
from torch import nn

from .resnet import Downsample2D, ResnetBlock2D, Upsample2D
from .split_einsum import SplitEinsumTransformer
from .transformer import Transformer2DModel


def make_transformer(config, level):
    channels, heads = config.block_out_channels[level], config.heads[level]
    depth = config.transformer_depth[level]
    if config.split_einsum:
        return SplitEinsumTransformer(channels, heads, config.cross_attention_dim, depth, config.norm_num_groups)
    return Transformer2DModel(
        channels,
        heads,
        config.cross_attention_dim,
        depth,
        config.norm_num_groups,
        config.use_linear_projection,
        config.attention_options,
    )


def make_resnet(config, in_channels, out_channels):
    return ResnetBlock2D(in_channels, out_channels, config.norm_num_groups, config.norm_eps, config.time_embed_dim)


def make_attentions(config, level, count):
    return nn.ModuleList(make_transformer(config, level) for _ in range(count)) if count > 0 else None


class Level(nn.Module):
    """ResNet number i is followed by the transformers number i * per_resnet and on."""

    def run_layer(self, index, hidden_states, temb, encoder_hidden_states):
        hidden_states = self.resnets[index](hidden_states, temb)
        for offset in range(self.per_resnet):
            attention = self.attentions[index * self.per_resnet + offset]
            hidden_states = attention(hidden_states, encoder_hidden_states)
        return hidden_states


class DownBlock2D(Level):
    def __init__(self, config, level):
        super().__init__()
        out_channels = config.block_out_channels[level]
        in_channels = config.block_out_channels[max(level - 1, 0)]
        layers = config.layers_per_block[level]
        self.per_resnet = config.down_attentions[level]
        self.attentions = make_attentions(config, level, layers * self.per_resnet)
        self.resnets = nn.ModuleList(
            make_resnet(config, in_channels if layer == 0 else out_channels, out_channels) for layer in range(layers)
        )
        last = level == len(config.block_out_channels) - 1
        self.downsamplers = None if last else nn.ModuleList([Downsample2D(out_channels)])

    def forward(self, hidden_states, temb, encoder_hidden_states):
        outputs = []
        for index in range(len(self.resnets)):
            hidden_states = self.run_layer(index, hidden_states, temb, encoder_hidden_states)
            outputs.append(hidden_states)
        if self.downsamplers is not None:
            hidden_states = self.downsamplers[0](hidden_states)
            outputs.append(hidden_states)
        return hidden_states, outputs


class UNetMidBlock2DCrossAttn(nn.Module):
    def __init__(self, config):
        super().__init__()
        channels = config.block_out_channels[-1]
        self.attentions = nn.ModuleList([make_transformer(config, len(config.block_out_channels) - 1)])
        self.resnets = nn.ModuleList(make_resnet(config, channels, channels) for _ in range(config.mid_resnets))

    def forward(self, hidden_states, temb, encoder_hidden_states):
        hidden_states = self.resnets[0](hidden_states, temb)
        hidden_states = self.attentions[0](hidden_states, encoder_hidden_states)
        for resnet in self.resnets[1:]:
            hidden_states = resnet(hidden_states, temb)
        return hidden_states


class UpBlock2D(Level):
    def __init__(self, config, level):
        super().__init__()
        widths = config.block_out_channels
        out_channels = widths[level]
        from_below = widths[min(level + 1, len(widths) - 1)]
        last_skip = widths[max(level - 1, 0)]
        layers = config.layers_per_block[level] + 1
        self.per_resnet = config.up_attentions[level]
        self.attentions = make_attentions(config, level, layers * self.per_resnet)
        resnets = []
        for layer in range(layers):
            skip = last_skip if layer == layers - 1 else out_channels
            resnets.append(make_resnet(config, (from_below if layer == 0 else out_channels) + skip, out_channels))
        self.resnets = nn.ModuleList(resnets)
        self.upsamplers = None if level == 0 else nn.ModuleList([Upsample2D(out_channels)])

    def forward(self, hidden_states, skips, temb, encoder_hidden_states, upsample_size):
        for index in range(len(self.resnets)):
            hidden_states = torch.cat([hidden_states, skips[-1 - index]], dim=1)
            hidden_states = self.run_layer(index, hidden_states, temb, encoder_hidden_states)
        if self.upsamplers is not None:
            hidden_states = self.upsamplers[0](hidden_states, upsample_size)
        return hidden_states
