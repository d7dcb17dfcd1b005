"""Rewrites an opset 17 graph to opset 18, which PyTorch 1.13 and its contemporary onnx do not know.

Of the operators these graphs use, opset 18 changed three: the reductions take their axes as an input, Split wants
num_outputs where it has no sizes, and Resize gained attributes whose defaults keep its meaning.
"""

from onnx import helper, numpy_helper
import numpy as np

REDUCTIONS = ("ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2")


def axes_to_input(graph, node):
    for attribute in [attribute for attribute in node.attribute if attribute.name == "axes"]:
        name = f"{node.name}_axes"
        graph.initializer.append(numpy_helper.from_array(np.array(attribute.ints, dtype=np.int64), name))
        node.attribute.remove(attribute)
        node.input.append(name)


def to_opset_18(model):
    for node in model.graph.node:
        if node.op_type in REDUCTIONS:
            axes_to_input(model.graph, node)
        elif node.op_type == "Split" and len(node.input) == 1:
            node.attribute.append(helper.make_attribute("num_outputs", len(node.output)))
    for entry in model.opset_import:
        if entry.domain == "":
            entry.version = 18
