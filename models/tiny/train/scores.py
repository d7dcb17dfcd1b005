"""Scores of a set of pictures, each with the standard error that drawing other captions would give it."""

import numpy as np

from .metric.judge import judge

SEED = 9


def frechet_distance(features, reference):
    """Between two sets of features, as if each were normally distributed."""
    gap = features.mean(axis=0) - reference.mean(axis=0)
    first, second = np.cov(features, rowvar=False), np.cov(reference, rowvar=False)
    # The trace of the root of a product is the sum of the roots of its eigenvalues, none of which is negative.
    roots = np.sqrt(np.linalg.eigvals(first @ second).real.clip(min=0))
    return float(gap @ gap + np.trace(first) + np.trace(second) - 2 * roots.sum())


def with_error(measure, count, resamples):
    """The measure of all captions, and its deviation over bootstrap resamples of them."""
    random = np.random.default_rng(SEED)
    resampled = [measure(random.integers(0, count, count)) for _ in range(resamples)]
    return {"value": round(float(measure(np.arange(count))), 4), "error": round(float(np.std(resampled)), 4)}


def answer_shares(pictures, captions):
    """For every criterion, the share of right answers of each caption that tells it."""
    answers = {}
    for index, (picture, caption) in enumerate(zip(pictures, captions)):
        for criterion, right in judge(picture, caption):
            answers.setdefault(criterion, {}).setdefault(index, []).append(right)
    return {
        criterion: np.array([np.mean(found) for found in by_caption.values()])
        for criterion, by_caption in sorted(answers.items())
    }


def accuracy_scores(pictures, captions, resamples):
    """Every criterion's share of right answers; the error counts captions, since answers of one are not independent."""
    return {
        criterion: with_error(lambda chosen, shares=shares: shares[chosen].mean(), len(shares), resamples)
        for criterion, shares in answer_shares(pictures, captions).items()
    }


def scores_of(pictures, captions, ids, scorer, reference_features, resamples):
    features = scorer.features(pictures)
    cosines = scorer.cosines(features, ids)
    features = features.numpy().astype(np.float64)

    def distance(chosen):
        return frechet_distance(features[chosen], reference_features)

    return {
        "FID": with_error(distance, len(features), resamples),
        "CLIP score": with_error(lambda chosen: cosines[chosen].mean(), len(cosines), resamples),
        "accuracy": accuracy_scores(pictures, captions, resamples),
    }
