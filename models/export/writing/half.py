"""Lets a half-precision module run on a CPU, so that its graph can be traced as a GPU would trace it.

PyTorch 1.13 has no half kernels for most operators on a CPU. Here such an operator computes in fp32 and rounds its
results to half; the tracer, which sits above, sees half tensors throughout.
"""

import functools
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map


def widen(value):
    return value.float() if isinstance(value, torch.Tensor) and value.dtype == torch.float16 else value


def narrow(value):
    return value.half() if isinstance(value, torch.Tensor) and value.dtype == torch.float32 else value


class HalfKernels(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, arguments=(), keywords=None):
        keywords = keywords or {}
        try:
            return function(*arguments, **keywords)
        except RuntimeError as error:
            if "Half" not in str(error):
                raise
        results = function(*tree_map(widen, arguments), **tree_map(widen, keywords))
        return tree_map(narrow, results)


class TracedConvolution(TorchFunctionMode):
    """Calls the operator that the tracer records for a convolution.

    conv2d reaches it through one that the tracer skips but HalfKernels intercepts, so it would never be recorded.
    """

    def __torch_function__(self, function, types, arguments=(), keywords=None):
        if function is not F.conv2d:
            return function(*arguments, **(keywords or {}))
        tensor, weight, bias, stride, padding, dilation, groups = arguments
        return torch._convolution(
            tensor, weight, bias, stride, padding, dilation, False, (0, 0), groups, False, False, True, True
        )


@contextmanager
def half_on_cpu(model):
    """Within, the model's forward may compute in half; the exporter's own work around it is left alone."""
    forward = model.forward

    @functools.wraps(forward)
    def forward_in_half(*arguments):
        with TracedConvolution(), HalfKernels():
            return forward(*arguments)

    model.forward = forward_in_half
    try:
        yield
    finally:
        del model.forward
