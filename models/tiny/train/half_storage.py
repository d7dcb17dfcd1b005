"""Stores the weights of an ONNX model as fp16, each widened by a Cast where the graph begins."""

import numpy as np
import onnx
from onnx import helper, numpy_helper

# Small tensors would gain less than their Cast costs.
LEAST_ELEMENTS = 16


def is_stored_as_half(tensor):
    return tensor.data_type == onnx.TensorProto.FLOAT and int(np.prod(tensor.dims)) >= LEAST_ELEMENTS


def store_as_half(model):
    """A weight keeps its name; what reads it reads the widened one instead."""
    graph = model.graph
    tensors = [tensor for tensor in graph.initializer if is_stored_as_half(tensor)]
    renamed = {tensor.name: f"{tensor.name}.float" for tensor in tensors}
    for node in graph.node:
        for index, name in enumerate(node.input):
            node.input[index] = renamed.get(name, name)
    nodes = list(graph.node)
    del graph.node[:]
    for tensor in tensors:
        halved = numpy_helper.to_array(tensor).astype(np.float16)
        tensor.CopyFrom(numpy_helper.from_array(halved, tensor.name))
        cast = helper.make_node("Cast", [tensor.name], [renamed[tensor.name]], to=onnx.TensorProto.FLOAT)
        graph.node.append(cast)
    graph.node.extend(nodes)
    return model
