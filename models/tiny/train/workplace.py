"""Where a run keeps its files, and what it goes by."""

from dataclasses import dataclass
from pathlib import Path

from .settings import Settings
from .world.dataset import Dataset


@dataclass(frozen=True)
class Workplace:
    """work: what can be made again (data, checkpoints, sheets); results: what a finished stage hands on."""

    work: Path
    results: Path
    settings: Settings
    processes: int

    @property
    def tokenizer(self):
        return self.results / "tokenizer"

    @property
    def evolving_log(self):
        return self.results / "evolving.json"

    @property
    def evaluation(self):
        return self.results / "evaluation.json"

    @property
    def reference_sheet(self):
        return self.results / "held-out.png"

    @property
    def onnx(self):
        return self.results / "onnx"

    def weights(self, name):
        return self.results / "weights" / f"{name}.npz"

    def checkpoint(self, name):
        folder = self.work / "checkpoints"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.pt"

    def sheet(self, name):
        folder = self.work / "sheets"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.png"

    def data_folder(self, name):
        return self.work / "data" / name

    def data(self, name):
        return Dataset(self.data_folder(name))
