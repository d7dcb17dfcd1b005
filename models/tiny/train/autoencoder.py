"""The autoencoder in one module (diffusers: AutoencoderKL), from the halves that are exported."""

import torch
from torch import nn

from ...export.networks.vae import VaeConfig, VaeDecoder, VaeEncoder

CONFIG = VaeConfig(block_out_channels=(16, 32, 64), layers_per_block=1, norm_num_groups=8)
PRUNED_CONFIG = VaeConfig(block_out_channels=(8, 16, 32), layers_per_block=1, norm_num_groups=4)

CHANNELS = CONFIG.latent_channels
# The posterior starts nearly certain; with the usual start its noise makes all colours collapse.
FIRST_LOG_VARIANCE = -5.0
CERTAIN_LOG_VARIANCE = -12.0


class AutoencoderKL(nn.Module):
    def __init__(self):
        super().__init__()
        encoder, decoder = VaeEncoder(CONFIG), VaeDecoder(CONFIG)
        self.encoder, self.quant_conv = encoder.encoder, encoder.quant_conv
        self.decoder, self.post_quant_conv = decoder.decoder, decoder.post_quant_conv
        with torch.no_grad():
            self.quant_conv.weight[CHANNELS:] *= 0.1
            self.quant_conv.bias[CHANNELS:] = FIRST_LOG_VARIANCE

    def encode(self, pictures):
        """Mean and log variance of the latents."""
        mean, log_variance = self.quant_conv(self.encoder(pictures)).chunk(2, dim=1)
        return mean, log_variance.clamp(-30.0, 20.0)

    def decode(self, latents):
        return self.decoder(self.post_quant_conv(latents))

    @torch.no_grad()
    def whiten(self, pictures, least_variance):
        """Changes the latents' coordinates so that they have mean 0 and covariance 1, without changing any picture.

        Both 1x1 convolutions at the latents take up the change, so the scaling factor is 1. A direction that hardly
        varies carries nothing, and is not blown up: least_variance bounds the factor. The encoder becomes certain.
        """
        mean, _ = self.encode(pictures)
        rows = mean.permute(0, 2, 3, 1).reshape(-1, CHANNELS)
        centre = rows.mean(dim=0)
        variances, directions = torch.linalg.eigh(torch.cov(rows.t()))
        deviations = variances.clamp(min=least_variance * float(variances.max())).sqrt()
        into = directions @ torch.diag(1 / deviations) @ directions.t()
        back = directions @ torch.diag(deviations) @ directions.t()
        weight, bias = self.quant_conv.weight, self.quant_conv.bias
        weight[:CHANNELS] = torch.einsum("ij,jkhw->ikhw", into, weight[:CHANNELS])
        bias[:CHANNELS] = into @ (bias[:CHANNELS] - centre)
        weight[CHANNELS:], bias[CHANNELS:] = 0.0, CERTAIN_LOG_VARIANCE
        self.post_quant_conv.bias += self.post_quant_conv.weight[:, :, 0, 0] @ centre
        self.post_quant_conv.weight.copy_(torch.einsum("ijhw,jk->ikhw", self.post_quant_conv.weight, back))
        return variances.tolist()
