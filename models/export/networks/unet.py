"""The denoising network (diffusers: UNet2DConditionModel)."""

import torch
from torch import nn

from .embeddings import TimestepEmbedding, Timesteps
from .unet_blocks import DownBlock2D, UNetMidBlock2DCrossAttn, UpBlock2D


class UNet2DConditionModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths = config.block_out_channels
        levels = range(len(widths))
        self.config = config
        self.conv_in = nn.Conv2d(config.in_channels, widths[0], 3, padding=1)
        self.time_proj = Timesteps(widths[0])
        self.time_embedding = TimestepEmbedding(widths[0], config.time_embed_dim)
        if config.addition_time_embed_dim is not None:
            size = 6 * config.addition_time_embed_dim + config.pooled_text_dim
            self.add_time_proj = Timesteps(config.addition_time_embed_dim)
            self.add_embedding = TimestepEmbedding(size, config.time_embed_dim)
        self.down_blocks = nn.ModuleList(DownBlock2D(config, level) for level in levels)
        self.mid_block = UNetMidBlock2DCrossAttn(config)
        self.up_blocks = nn.ModuleList(UpBlock2D(config, level) for level in reversed(levels))
        self.conv_norm_out = nn.GroupNorm(config.norm_num_groups, widths[0], eps=config.norm_eps)
        self.conv_act = nn.SiLU()
        self.conv_out = nn.Conv2d(widths[0], config.out_channels, 3, padding=1)

    def forward(self, sample, timestep, encoder_hidden_states, text_embeds=None, time_ids=None):
        factor = 2 ** (len(self.up_blocks) - 1)
        # The size of the skip connection is passed on only where doubling would miss it.
        forward_upsample_size = any(int(size) % factor != 0 for size in sample.shape[-2:])
        temb = self.embed_time(sample, timestep, text_embeds, time_ids)
        sample = self.conv_in(sample)
        skips = [sample]
        for block in self.down_blocks:
            sample, outputs = block(sample, temb, encoder_hidden_states)
            skips.extend(outputs)
        sample = self.mid_block(sample, temb, encoder_hidden_states)
        for block in self.up_blocks:
            count = len(block.resnets)
            taken, skips = skips[-count:], skips[:-count]
            upsample_size = skips[-1].shape[2:] if forward_upsample_size and skips else None
            sample = block(sample, taken, temb, encoder_hidden_states, upsample_size)
        return self.conv_out(self.conv_act(self.conv_norm_out(sample)))

    def embed_time(self, sample, timestep, text_embeds, time_ids):
        if timestep.dim() == 0:
            timestep = timestep[None]
        timesteps = timestep.expand(sample.shape[0])
        # The sinusoid is always fp32; the perceptron runs in the model's own type.
        temb = self.time_embedding(self.time_proj(timesteps).to(dtype=sample.dtype))
        if time_ids is None:
            return temb
        sizes = self.add_time_proj(time_ids.flatten()).reshape((text_embeds.shape[0], -1))
        added = torch.concat([text_embeds, sizes.to(text_embeds.dtype)], dim=-1).to(temb.dtype)
        return temb + self.add_embedding(added)
