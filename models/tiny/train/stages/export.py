"""Writes the networks as ONNX files with the names of the real ones, in the folders of a diffusers pipeline.

Each is written anew only where its weights are others than those it was written from, so the stage can be run at any
time: before the student is trained, the pipeline has the teacher.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch

from ....export.writing.graph import fresh_folder, write_model
from ....export.writing.recipe import Recipe
from ..example_inputs import Examples, preview_map
from ..exported_networks import exports
from ..half_storage import store_as_half
from ..library import open_tokenizer
from ..pipeline_files import PIPELINE, write_pipeline_files

OPSET = 17
MODEL = "model.onnx"
SCENES_OF_PREVIEW = 64


def origin(export, place):
    """What the file tells about its weights."""
    return {"weights": export.weights, "sha256": hashlib.sha256(place.weights(export.weights).read_bytes()).hexdigest()}


def is_current(export, place):
    path = place.onnx / export.folder / MODEL
    if not path.exists():
        return False
    return {entry.key: entry.value for entry in onnx.load(str(path)).metadata_props} == origin(export, place)


def write_network(export, place, inputs):
    """model.onnx, and what PyTorch computes with it: inputs.npz, outputs.npz."""
    model = export.make(place)
    recipe = Recipe(
        export.folder,
        "",
        lambda: model,
        OPSET,
        [inputs],
        export.outputs,
        dynamic_axes=export.dynamic_axes,
    )
    arguments = tuple(torch.from_numpy(array) for array in inputs.values())
    with tempfile.TemporaryDirectory() as scratch:
        traced = fresh_folder(Path(scratch) / "traced")
        write_model(model, arguments, traced, recipe)
        stored = store_as_half(onnx.load(str(traced / MODEL)))
    onnx.helper.set_model_props(stored, origin(export, place))
    onnx.checker.check_model(stored)
    with torch.no_grad():
        computed = model(*arguments)
    outputs = computed if isinstance(computed, (tuple, list)) else (computed,)
    folder = fresh_folder(place.work / "onnx")
    onnx.save(stored, str(folder / MODEL))
    np.savez_compressed(folder / "inputs.npz", **inputs)
    np.savez_compressed(folder / "outputs.npz", **{name: array.numpy() for name, array in zip(export.outputs, outputs)})
    target = place.onnx / export.folder
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(str(folder), str(target))
    print(f"export: {export.folder} of {export.weights} {(target / MODEL).stat().st_size / 1e6:.2f} MB", flush=True)


def run(place):
    wanted = exports(place)
    outdated = [export for export in wanted if not is_current(export, place)]
    if not outdated and (place.onnx / PIPELINE).exists():
        return
    examples = Examples(place)
    for export in outdated:
        write_network(export, place, examples.inputs(0)[export.example])
    preview = preview_map(Examples(place, SCENES_OF_PREVIEW))
    write_pipeline_files(place, open_tokenizer(place), wanted, examples, preview)
