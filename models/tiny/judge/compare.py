"""Scores of several sets of pictures for the same captions, and what each loses against the first."""

from ..train.scores import answer_shares, with_error

RESAMPLES = 500


def compare(sets, captions):
    shares = [answer_shares(pictures, captions) for pictures in sets]
    return {
        "captions": len(captions),
        "scores": [{name: of_captions(found) for name, found in some.items()} for some in shares],
        # Caption by caption: two programs that fail at the same ones lose nothing.
        "losses": [{name: of_captions(shares[0][name] - some[name]) for name in some} for some in shares],
    }


def of_captions(shares):
    return with_error(lambda chosen: shares[chosen].mean(), len(shares), RESAMPLES)
