"""The configuration files around the exported networks, in the layout that diffusers and optimum write."""

import json
import shutil

from .autoencoder import CONFIG, PRUNED_CONFIG
from .contrastive import WIDTH as TEXT_WIDTH
from .contrastive import text_config
from .diffusion import BETA_END, BETA_START, TRAIN_STEPS
from .drawing import LATENT_SIZE
from .unet import GROUPS, HEADS, LATENT_CHANNELS, WIDTHS

MODEL_INDEX = {
    "_class_name": "OnnxStableDiffusionPipeline",
    "feature_extractor": [None, None],
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["diffusers", "OnnxRuntimeModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "OnnxRuntimeModel"],
    "vae_decoder": ["diffusers", "OnnxRuntimeModel"],
    "vae_encoder": ["diffusers", "OnnxRuntimeModel"],
    "requires_safety_checker": False,
}

SCHEDULER = {
    "_class_name": "DDIMScheduler",
    "num_train_timesteps": TRAIN_STEPS,
    "beta_start": BETA_START,
    "beta_end": BETA_END,
    "beta_schedule": "scaled_linear",
    "trained_betas": None,
    "prediction_type": "v_prediction",
    "timestep_spacing": "trailing",
    "steps_offset": 0,
    "set_alpha_to_one": True,
    "clip_sample": False,
    "thresholding": False,
    "rescale_betas_zero_snr": False,
}


def unet_config():
    return {
        "_class_name": "UNet2DConditionModel",
        "sample_size": LATENT_SIZE,
        "in_channels": LATENT_CHANNELS,
        "out_channels": LATENT_CHANNELS,
        "block_out_channels": list(WIDTHS),
        "attention_head_dim": list(HEADS),
        "cross_attention_dim": TEXT_WIDTH,
        "norm_num_groups": GROUPS,
    }


def vae_config(config):
    return {
        "_class_name": "AutoencoderKL",
        "in_channels": config.image_channels,
        "out_channels": config.image_channels,
        "latent_channels": config.latent_channels,
        "block_out_channels": list(config.block_out_channels),
        "layers_per_block": config.layers_per_block,
        "norm_num_groups": config.norm_num_groups,
        "sample_size": 4 * LATENT_SIZE,
        "scaling_factor": 1.0,
    }


def text_encoder_config(tokenizer):
    config = text_config(tokenizer)
    return {
        "architectures": ["CLIPTextModel"],
        "model_type": "clip_text_model",
        "hidden_size": config.hidden_size,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "intermediate_size": config.intermediate_size,
        "hidden_act": config.hidden_act,
        "layer_norm_eps": 1e-5,
        "max_position_embeddings": config.max_position_embeddings,
        "vocab_size": config.vocab_size,
        "bos_token_id": tokenizer.start,
        "eos_token_id": tokenizer.end,
        "pad_token_id": tokenizer.end,
    }


def write_json(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def write_pipeline_files(folder, tokenizer_folder, tokenizer):
    write_json(folder / "model_index.json", MODEL_INDEX)
    write_json(folder / "scheduler" / "scheduler_config.json", SCHEDULER)
    write_json(folder / "unet" / "config.json", unet_config())
    write_json(folder / "vae_decoder" / "config.json", vae_config(PRUNED_CONFIG))
    write_json(folder / "vae_encoder" / "config.json", vae_config(CONFIG))
    write_json(folder / "text_encoder" / "config.json", text_encoder_config(tokenizer))
    shutil.copytree(tokenizer_folder, folder / "tokenizer", dirs_exist_ok=True)
