"""Moves initializers into external data files, in the layouts found in the wild."""

from dataclasses import dataclass

import onnx
from onnx.external_data_helper import load_external_data_for_model, set_external_data


@dataclass(frozen=True)
class ExternalData:
    # A file for all tensors, or a folder that gets one file per tensor.
    location: str
    one_file: bool = True
    alignment: int = 1
    # The length field is optional in the format; without it a reader takes the size from the shape.
    with_length: bool = True
    # Smaller tensors stay inline, as most writers keep them.
    threshold: int = 256


def load_model(path):
    """Reads a model whose external data, if it has some, lies next to it."""
    model = onnx.load(str(path), load_external_data=False)
    load_external_data_for_model(model, str(path.parent))
    for tensor in model.graph.initializer:
        tensor.ClearField("external_data")
        tensor.data_location = onnx.TensorProto.DEFAULT
    return model


def externalize(model, folder, layout):
    """Writes the data files into folder and leaves references in the model."""
    chosen = [tensor for tensor in model.graph.initializer if len(tensor.raw_data) >= layout.threshold]
    if layout.one_file:
        write_one_file(chosen, folder, layout)
    else:
        for tensor in chosen:
            location = f"{layout.location}/{tensor.name.replace('::', '_')}"
            target = folder / location
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(tensor.raw_data)
            refer(tensor, location, layout, None)


def write_one_file(tensors, folder, layout):
    target = folder / layout.location
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target, "wb") as file:
        for tensor in tensors:
            file.write(b"\0" * (-file.tell() % layout.alignment))
            offset = file.tell()
            file.write(tensor.raw_data)
            refer(tensor, layout.location, layout, offset)


def refer(tensor, location, layout, offset):
    length = len(tensor.raw_data) if layout.with_length else None
    set_external_data(tensor, location, offset=offset, length=length)
    tensor.ClearField("raw_data")
