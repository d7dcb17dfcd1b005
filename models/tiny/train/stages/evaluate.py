"""Scores every model at every number of steps on held-out captions, with the full and the pruned decoder."""

import json
import os
from dataclasses import dataclass

import numpy as np

from ..drawing import GUIDANCE, decode, draw_latents
from ..library import open_autoencoder, open_unet
from ..parallel import in_parallel
from ..pictures import write_sheet
from ..results_table import results_table
from ..scenes import TextStates
from ..scores import scores_of
from ..scoring import Scorer
from .autoencoder import reconstructions
from .decoder import open_pruned
from .distil import layout_of

REAL_ROWS = ("pictures of the world", "their reconstructions")
SHEET = 48


@dataclass(frozen=True)
class Row:
    weights: str
    steps: int

    @property
    def name(self):
        return f"{self.weights}, {self.steps} step{'s' if self.steps > 1 else ''}"


def rows(long_sampling):
    short = (8, 4, 2, 1)
    return (
        *(Row("teacher", steps) for steps in (long_sampling, *short)),
        Row("teacher-16", 16),
        *(Row("student", steps) for steps in (long_sampling, *short)),
        Row("student-16", 16),
        *(Row(f"student-{steps}-vanilla", steps) for steps in short),
        *(Row(f"student-{steps}", steps) for steps in short),
    )


class Evaluation:
    """The scores so far, in the file that they are handed on in."""

    def __init__(self, path, captions):
        self.path = path
        self.content = json.loads(path.read_text()) if path.exists() else {"captions": captions, "guidance": GUIDANCE}
        self.rows = self.content.setdefault("rows", {})

    def add(self, name, scores):
        self.rows[name] = scores
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(self.content, indent=1) + "\n")
        os.replace(part, self.path)
        self.path.with_suffix(".md").write_text(results_table(self.content))
        main = {"FID": scores["FID"], "CLIP score": scores["CLIP score"], "all right": scores["accuracy"]["all"]}
        print("evaluate", name, json.dumps(main), flush=True)


def score_real(place, data, evaluation, score):
    pictures = np.array(data.pictures)
    decoded = reconstructions(open_autoencoder(place), pictures)
    for name, some in zip(REAL_ROWS, (pictures, decoded)):
        evaluation.add(name, score(some))
    write_sheet(place.reference_sheet, pictures, columns=40, scale=1)


def evaluate_in_team(team, place):
    data, text, scorer = place.data("held-out"), TextStates(place), Scorer(place)
    captions, ids = data.captions, text.tokenizer.encode_all(data.captions)
    reference = scorer.features(data.pictures).numpy().astype(np.float64)
    decoders = {"full": open_autoencoder(place).decode, "pruned": open_pruned(place)}
    evaluation = Evaluation(place.evaluation, len(captions))

    def score(pictures):
        return scores_of(pictures, captions, ids, scorer, reference, place.settings.resamples)

    if team.leads and REAL_ROWS[-1] not in evaluation.rows:
        score_real(place, data, evaluation, score)
    for row in rows(place.settings.long_sampling):
        names = {decoder: f"{row.name}, {decoder} decoder" for decoder in decoders}
        done = team.gather(names["pruned"] in evaluation.rows)[0]
        if done:
            continue
        model = open_unet(place, row.weights, layout_of(row.weights))
        latents = draw_latents(team, model, text, captions, row.steps)
        for decoder, name in names.items():
            pictures = decode(team, decoders[decoder], latents)
            if team.leads:
                evaluation.add(name, score(pictures))
                write_sheet(place.sheet(name.replace(", ", "-").replace(" ", "-")), pictures[:SHEET], columns=12)
        team.wait()


def run(place):
    last = f"{rows(place.settings.long_sampling)[-1].name}, pruned decoder"
    if not (place.evaluation.exists() and last in place.evaluation.read_text()):
        in_parallel(evaluate_in_team, place.processes, place)
