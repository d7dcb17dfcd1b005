"""Runs torch.onnx.export and brings its file into the form of a fixture: no machine paths, one weight layout."""

import contextlib
import shutil
import tempfile
import warnings
from pathlib import Path

import onnx
import torch

from .external import externalize, load_model
from .half import half_on_cpu
from .opset18 import to_opset_18

HIGHEST_OPSET_OF_TORCH = 17


def clear_doc_strings(holder):
    """The exporter may leave stack traces with file names in a graph, a function, their nodes and inner graphs."""
    holder.ClearField("doc_string")
    for node in holder.node:
        node.ClearField("doc_string")
        for attribute in node.attribute:
            if attribute.HasField("g"):
                clear_doc_strings(attribute.g)


def trace(model, arguments, path, recipe):
    mode = half_on_cpu(model) if recipe.half else contextlib.nullcontext()
    with warnings.catch_warnings(), torch.no_grad(), mode:
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            arguments,
            str(path),
            input_names=list(recipe.input_names),
            output_names=list(recipe.output_names),
            dynamic_axes=recipe.dynamic_axes,
            opset_version=min(recipe.opset, HIGHEST_OPSET_OF_TORCH),
            do_constant_folding=recipe.constant_folding,
            keep_initializers_as_inputs=recipe.initializers_as_inputs,
            export_modules_as_functions=recipe.modules_as_functions,
            verbose=False,
        )


def write_model(model, arguments, folder, recipe):
    """Leaves model.onnx and its data files in folder, which must exist and be empty."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as scratch:
        traced = Path(scratch) / "model.onnx"
        trace(model, arguments, traced, recipe)
        exported = load_model(traced)
    for holder in [exported.graph, *exported.functions]:
        clear_doc_strings(holder)
    if recipe.opset == 18:
        to_opset_18(exported)
    if recipe.external is not None:
        externalize(exported, folder, recipe.external)
    onnx.save(exported, str(folder / "model.onnx"))
    if recipe.opset <= HIGHEST_OPSET_OF_TORCH:
        onnx.checker.check_model(str(folder / "model.onnx"))


def fresh_folder(path):
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(parents=True)
    return path
