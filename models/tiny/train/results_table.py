"""The scores as a Markdown table, in the manner of the paper's Table 2."""

COLUMNS = (
    ("FID", ("FID",)),
    ("CLIP score", ("CLIP score",)),
    *((name, ("accuracy", name)) for name in ("all", "all of one", "all of two", "shape", "colour", "place", "relation")),
)


def cell(scores, path):
    for key in path:
        # A handful of captions may lack a criterion.
        if key not in scores:
            return "-"
        scores = scores[key]
    digits = 1 if path[0] == "accuracy" else 3
    factor = 100 if path[0] == "accuracy" else 1
    return f"{factor * scores['value']:.{digits}f} ± {factor * scores['error']:.{digits}f}"


def results_table(evaluation):
    titles = ["model, steps, decoder", *(title for title, _ in COLUMNS)]
    lines = [
        "# Scores of the miniature",
        "",
        f"{evaluation['captions']} held-out captions, guidance {evaluation['guidance']}, DDIM. FID: features of the image"
        " tower, against pictures of the world for the same captions. Accuracies (%) are what a program sees in the"
        " pixels. ±: standard error over captions (bootstrap).",
        "",
        f"| {' | '.join(titles)} |",
        f"|{'---|' * len(titles)}",
    ]
    for name, scores in evaluation["rows"].items():
        lines.append(f"| {' | '.join([name, *(cell(scores, path) for _, path in COLUMNS)])} |")
    return "\n".join(lines) + "\n"
