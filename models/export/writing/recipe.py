"""What a fixture is made of: a network, its inputs, and how the exporter is asked to write it."""

from dataclasses import dataclass
from typing import Any, Callable, Dict, Optional, Sequence, Tuple, Union

from .external import ExternalData


@dataclass(frozen=True)
class Recipe:
    name: str
    exercises: str
    # Builds the network with whatever weights it starts with; seeding follows.
    build: Callable[[], Any]
    opset: int
    # Sets of numpy arrays by input name, in the order of the network's arguments; the first one is traced.
    inputs: Sequence[Dict[str, Any]]
    output_names: Tuple[str, ...]
    dynamic_axes: Optional[Dict[str, Dict[int, str]]] = None
    half: bool = False
    constant_folding: bool = True
    initializers_as_inputs: Optional[bool] = None
    modules_as_functions: Union[bool, set] = False
    external: Optional[ExternalData] = None
    zero_biases: bool = False

    @property
    def input_names(self):
        return tuple(self.inputs[0])
