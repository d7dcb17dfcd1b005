"""The judge: its captions are held out, pictures of the world are right, and a loss is seen."""

import unittest

import numpy as np

from models.tiny.judge.compare import compare
from models.tiny.judge.held_out import held_out_captions
from models.tiny.train.world.dataset import draw_chunk
from models.tiny.train.world.split import PAIR_SHARE, is_held_out


class HeldOut(unittest.TestCase):
    def test_captions_are_held_out_and_distinct(self):
        captions = held_out_captions(40)
        self.assertEqual(len(set(captions)), 40)
        self.assertTrue(all(map(is_held_out, captions)))
        self.assertEqual(held_out_captions(10), captions[:10])


class Comparison(unittest.TestCase):
    def test_what_is_lost(self):
        pictures, captions, _ = draw_chunk(([1, 2], 60, "train", PAIR_SHARE))
        exchanged = np.concatenate([pictures[:20][::-1], pictures[20:]])
        found = compare([pictures, pictures, exchanged], captions)
        right, same, wrong = found["scores"]
        self.assertGreater(right["all"]["value"], 0.95)
        self.assertEqual(right, same)
        self.assertLess(wrong["all"]["value"], 0.75)
        self.assertEqual(found["losses"][1]["all"], {"value": 0.0, "error": 0.0})
        lost = found["losses"][2]["all"]
        self.assertAlmostEqual(lost["value"], right["all"]["value"] - wrong["all"]["value"], places=3)
        self.assertGreater(lost["error"], 0)


if __name__ == "__main__":
    unittest.main()
