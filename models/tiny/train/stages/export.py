"""Writes the networks as ONNX files with the names of the real ones, in the folders of a diffusers pipeline."""

import shutil
import tempfile
from pathlib import Path

import onnx
import torch

from ....export.writing.graph import fresh_folder, write_model
from ....export.writing.recipe import Recipe
from ..exported_networks import exports
from ..half_storage import store_as_half
from ..library import open_tokenizer
from ..pipeline_files import write_pipeline_files

OPSET = 17


def write_network(export, place, folder):
    model = export.make(place)
    recipe = Recipe(
        export.folder,
        "",
        lambda: model,
        OPSET,
        [export.inputs],
        export.outputs,
        dynamic_axes=export.dynamic_axes,
    )
    with tempfile.TemporaryDirectory() as scratch:
        traced = fresh_folder(Path(scratch) / "traced")
        arguments = tuple(torch.from_numpy(array) for array in export.inputs.values())
        write_model(model, arguments, traced, recipe)
        stored = store_as_half(onnx.load(str(traced / "model.onnx")))
    onnx.checker.check_model(stored)
    (folder / export.folder).mkdir(parents=True, exist_ok=True)
    onnx.save(stored, str(folder / export.folder / "model.onnx"))


def run(place):
    if place.onnx.exists():
        return
    tokenizer = open_tokenizer(place)
    folder = fresh_folder(place.work / "onnx")
    for export in exports(tokenizer):
        write_network(export, place, folder)
        size = (folder / export.folder / "model.onnx").stat().st_size
        print(f"export: {export.folder} {size / 1e6:.2f} MB", flush=True)
    write_pipeline_files(folder, place.tokenizer, tokenizer)
    shutil.move(str(folder), str(place.onnx))
