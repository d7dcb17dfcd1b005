"""Groups of a scene and its near misses, which only differ in one attribute: what a contrastive model must tell apart."""

import numpy as np

from .caption import caption_of
from .codes import codes_of
from .render import render
from .scene import look_alike, near_miss, settle
from .split import is_held_out, random_scene_of
from .vocabulary import CANVAS

GROUP = 4


def allowed_near_miss(scene, rng):
    while True:
        changed = near_miss(scene, rng)
        ambiguous = len(changed.things) == 2 and look_alike(*changed.things)
        if not ambiguous and not is_held_out(caption_of(changed)):
            return changed


def draw_groups(job):
    """Pictures and the codes of what they show, with captions and the codes of what these tell."""
    seed, groups, pair_share = job
    rng = np.random.default_rng(seed)
    pictures = np.empty((groups * GROUP, CANVAS, CANVAS, 3), np.uint8)
    captions, told, shown = [], [], []
    for group in range(groups):
        scene = random_scene_of("train", rng, pair_share)
        for offset in range(GROUP):
            member = scene if offset == 0 else allowed_near_miss(scene, rng)
            settled = settle(member, rng)
            pictures[group * GROUP + offset], _ = render(settled, rng)
            captions.append(caption_of(member))
            told.append(codes_of(member))
            shown.append(codes_of(settled))
    return pictures, captions, np.stack(told), np.stack(shown)
