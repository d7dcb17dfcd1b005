"""The files around the exported networks, in the layout that diffusers and optimum write, and the pipeline's own.

pipeline.json says what those have no place for: preview, guidance and steps. pipeline-w8a8.json computes in integers
of 8 bits; the ranges of its activations are measured on the archives in the folders called calibration.
"""

import json
import shutil

import numpy as np

from .autoencoder import CONFIG
from .contrastive import WIDTH as TEXT_WIDTH
from .contrastive import text_config
from .diffusion import BETA_END, BETA_START, TRAIN_STEPS
from .drawing import GUIDANCE, LATENT_SIZE
from .example_inputs import RUNS
from .exported_networks import DECODERS
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


PIPELINE = "pipeline.json"
STEPS = 8
# Each has a table in the package, and all tables up to 50 would be a third of it.
STEP_COUNTS = (*range(1, 17), 20, 25, 30, 40, 50)
PARTS = ("text_encoder", "unet", "vae_decoder", "vae_encoder")


def declaration(preview):
    return {
        "name": "A miniature SnapFusion",
        **{part: f"{part}/model.onnx" for part in PARTS},
        "tokenizer": "tokenizer",
        "scheduler": {"config": "scheduler/scheduler_config.json"},
        "latent": {"channels": LATENT_CHANNELS, "height": LATENT_SIZE, "width": LATENT_SIZE},
        "scaling_factor": 1.0,
        "guidance": GUIDANCE,
        "steps": STEPS,
        "step_counts": STEP_COUNTS,
        "preview": preview,
    }


def in_integers(declared):
    """The same with weights and activations of 8 bits."""

    def calibration(part):
        archives = f"{part}/calibration"
        way = f"trajectory:steps={STEPS},prediction=v_prediction,spacing=trailing"
        return f"{way},{archives}" if part == "unet" else archives

    parts = {
        part: {"model": declared[part], "compress": "w8a8", "calibrate": calibration(part)} for part in PARTS
    }
    return {**declared, **parts}


def write_calibration(folder, examples):
    """The UNet's archives hold what it attends to; its latents come of its own trajectory."""
    for index in range(RUNS):
        inputs = examples.inputs(index)
        inputs["unet"] = {"encoder_hidden_states": examples.guided_states(index)}
        for part in PARTS:
            path = folder / part / "calibration" / f"{index}.npz"
            path.parent.mkdir(exist_ok=True)
            np.savez_compressed(path, **inputs[part])


def write_pipeline_files(place, tokenizer, exports, examples, preview):
    folder, decoder = place.onnx, next(export.weights for export in exports if export.folder == "vae_decoder")
    declared = declaration(preview)
    write_json(folder / "model_index.json", MODEL_INDEX)
    write_json(folder / PIPELINE, declared)
    write_json(folder / "pipeline-w8a8.json", in_integers(declared))
    write_json(folder / "scheduler" / "scheduler_config.json", SCHEDULER)
    write_json(folder / "unet" / "config.json", unet_config())
    write_json(folder / "vae_decoder" / "config.json", vae_config(DECODERS[decoder]))
    write_json(folder / "vae_encoder" / "config.json", vae_config(CONFIG))
    write_json(folder / "text_encoder" / "config.json", text_encoder_config(tokenizer))
    shutil.copytree(place.tokenizer, folder / "tokenizer", dirs_exist_ok=True)
    write_calibration(folder, examples)
