"""The world: captions and scenes match, the sets do not overlap, the pixel program agrees with the renderer."""

import unittest

import numpy as np

from models.tiny.train.metric.judge import accuracies, judge
from models.tiny.train.world.caption import caption_of, scene_of
from models.tiny.train.world.codes import codes_of, told_by
from models.tiny.train.world.render import render
from models.tiny.train.world.scene import Scene, Thing, near_miss, settle
from models.tiny.train.world.split import is_held_out, random_scene_of


def drawn(split, count, seed):
    rng = np.random.default_rng(seed)
    scenes = [random_scene_of(split, rng, pair_share=0.6) for _ in range(count)]
    return scenes, [render(settle(scene, rng), rng)[0] for scene in scenes]


class World(unittest.TestCase):
    def test_captions_are_read_back(self):
        for scene in drawn("train", 200, 1)[0]:
            self.assertEqual(scene_of(caption_of(scene)), scene)

    def test_grammar(self):
        scene = Scene((Thing("star", "orange", None), Thing("ring", "red", "large")), "gray", relation="left of")
        self.assertEqual(caption_of(scene), "an orange star left of a large red ring on a gray background")

    def test_other_words_are_refused(self):
        for words in ("a huge elephant", "a red circle on a pink background", "red circle", "a red circle above"):
            with self.assertRaises((ValueError, IndexError)):
                scene_of(words)

    def test_splits_do_not_overlap(self):
        captions = {split: {caption_of(s) for s in drawn(split, 300, 2)[0]} for split in ("train", "held-out")}
        self.assertFalse(captions["train"] & captions["held-out"])
        self.assertTrue(all(map(is_held_out, captions["held-out"])))

    def test_pixels_show_what_was_drawn(self):
        scenes, pictures = drawn("held-out", 300, 3)
        found = accuracies(pictures, [caption_of(scene) for scene in scenes])
        self.assertEqual(set(found.values()), {1.0}, found)

    def test_pixels_do_not_show_a_near_miss(self):
        rng = np.random.default_rng(4)
        scenes, pictures = drawn("train", 300, 5)
        for scene, picture in zip(scenes, pictures):
            other = near_miss(scene, rng)
            told, wanted = codes_of(other), codes_of(scene)
            # Only a caption that contradicts the other cannot be true of the same picture.
            if ((told != wanted) & (told >= 0) & (wanted >= 0)).any():
                self.assertFalse(dict(judge(picture, caption_of(other)))["all"], (caption_of(scene), other))

    def test_codes_tell_what_is_true(self):
        rng = np.random.default_rng(6)
        scenes, _ = drawn("train", 20, 7)
        settled = np.stack([codes_of(settle(scene, rng)) for scene in scenes])
        told = told_by(np.stack([codes_of(scene) for scene in scenes]), settled)
        self.assertTrue(told.diagonal().all())
        self.assertLess(told.mean(), 0.2)


if __name__ == "__main__":
    unittest.main()
