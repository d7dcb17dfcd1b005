"""The captions that the evaluation takes, in its order, as many as are wanted."""

from itertools import count as counted

from ..train.stages.data import SEEDS
from ..train.world.dataset import CHUNK, draw_chunk, first_of_each
from ..train.world.split import PAIR_SHARE


def held_out_captions(count):
    drawn = []
    for start in counted(0, CHUNK):
        _, captions, _ = draw_chunk(([SEEDS["held-out"], start], CHUNK, "held-out", PAIR_SHARE))
        drawn += captions
        if len(set(drawn)) >= count:
            return [drawn[place] for place in first_of_each(drawn, count)]
