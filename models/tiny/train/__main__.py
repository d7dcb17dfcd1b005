"""Runs the stages in order; a stage that is finished is skipped, one that was broken off goes on.

    python3 -m models.tiny.train [--work DIR] [--results DIR] [--processes N] [--only STAGE] [--smoke]
"""

from . import parallel  # noqa: F401, I001 - before PyTorch, see there

import argparse
from pathlib import Path

from .settings import FULL, SMOKE
from .stages import (
    autoencoder,
    contrastive,
    data,
    decoder,
    distil,
    evaluate,
    evolve,
    export,
    latents,
    robust,
    student,
    teacher,
    tokenizer,
)
from .workplace import Workplace

STAGES = {
    "data": data,
    "tokenizer": tokenizer,
    "autoencoder": autoencoder,
    "contrastive": contrastive,
    "latents": latents,
    "teacher": teacher,
    "robust": robust,
    "evolve": evolve,
    "student": student,
    "distil": distil,
    "decoder": decoder,
    "export": export,
    "evaluate": evaluate,
}
HERE = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="for data, checkpoints and sheets")
    parser.add_argument("--results", type=Path, help="for what finished stages hand on: weights, tokenizer, ONNX files")
    parser.add_argument("--processes", type=int, default=4, choices=(1, 2, 4), help="one per core")
    parser.add_argument("--only", choices=STAGES, help="this one stage")
    parser.add_argument("--smoke", action="store_true", help="a few steps of every stage, in --work only")
    options = parser.parse_args()
    kept = options.results or (options.work / "results" if options.smoke else HERE)
    settings = SMOKE if options.smoke else FULL
    place = Workplace(options.work, kept, settings, options.processes)
    for name, stage in STAGES.items():
        if options.only in (None, name):
            print(f"=== {name}", flush=True)
            stage.run(place)


if __name__ == "__main__":
    main()
