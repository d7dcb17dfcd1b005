"""Scaled dot product attention, exported as PyTorch 2's exporter writes F.scaled_dot_product_attention.

That exporter multiplies the query and the transposed key by the root of the scale, and reads the head
dimension from the query's shape even where it is static. PyTorch 1.13 has no such function, so a symbolic
stands in for it.
"""

import math

import torch
from torch.onnx import TensorProtoDataType

ONNX_TYPE = {"Float": TensorProtoDataType.FLOAT, "Half": TensorProtoDataType.FLOAT16}
TORCH_TYPE = {"Float": torch.float32, "Half": torch.float16}
END_OF_AXIS = 9223372036854775807


def constant(g, value):
    return g.op("Constant", value_t=value)


def scale_of(g, query):
    """1 / sqrt(size of the last axis), computed in the graph."""
    last = constant(g, torch.tensor([-1]))
    size = g.op("Slice", g.op("Shape", query), last, constant(g, torch.tensor([END_OF_AXIS])))
    scalar_type = query.type().scalarType()
    size = g.op("Cast", size, to_i=ONNX_TYPE[scalar_type])
    one = constant(g, torch.tensor([1.0], dtype=TORCH_TYPE[scalar_type]))
    return g.op("Div", one, g.op("Sqrt", size))


def causal_mask(g, query, key):
    """Zero at and below the diagonal, minus infinity above it."""
    before_last = constant(g, torch.tensor([-2]))
    last = constant(g, torch.tensor([-1]))
    target = g.op("Slice", g.op("Shape", query), before_last, last)
    source = g.op("Slice", g.op("Shape", key), before_last, last)
    size = g.op("Concat", target, source, axis_i=0)
    lower = g.op("Trilu", g.op("Expand", constant(g, torch.tensor([1.0])), size), upper_i=0)
    zero = constant(g, torch.tensor([0.0]))
    minus_infinity = constant(g, torch.tensor([-float("inf")]))
    return g.op("Where", g.op("Equal", lower, zero), minus_infinity, zero)


class ScaledDotProductAttention(torch.autograd.Function):
    @staticmethod
    def forward(context, query, key, value, is_causal):
        scores = torch.matmul(query, key.transpose(-1, -2)) * (1 / math.sqrt(query.shape[-1]))
        if is_causal:
            allowed = torch.ones(query.shape[-2], key.shape[-2], dtype=torch.bool).tril()
            scores = scores.masked_fill(~allowed, -float("inf"))
        return torch.matmul(scores.softmax(dim=-1), value)

    @staticmethod
    def symbolic(g, query, key, value, is_causal):
        scale = scale_of(g, query)
        key_transposed = g.op("Transpose", key, perm_i=[0, 1, 3, 2])
        query_scaled = g.op("Mul", query, g.op("Sqrt", scale))
        key_scaled = g.op("Mul", key_transposed, g.op("Sqrt", scale))
        scores = g.op("MatMul", query_scaled, key_scaled)
        if is_causal:
            scores = g.op("Add", scores, causal_mask(g, query, key))
        return g.op("MatMul", g.op("Softmax", scores, axis_i=-1), value).setType(query.type())


def scaled_dot_product_attention(query, key, value, is_causal=False):
    return ScaledDotProductAttention.apply(query, key, value, is_causal)
