"""The training loop: it resumes as if never stopped, for any number of processes; and the tokenizer it reads by."""

import tempfile
import unittest
from pathlib import Path

from models.tiny.train import parallel

import numpy as np
import torch

from models.tiny.train import training
from models.tiny.train.draws import Draws
from models.tiny.train.tokenizer.encode import Tokenizer
from models.tiny.train.tokenizer.learn import write_tokenizer
from models.tiny.train.world.words import CAPTION_WORDS

COURSE = training.Course(steps=12, batch=4, learning_rate=1e-2, seed=3, warm_up=2)


class Interrupted(Exception):
    pass


def run(folder, stop_at=None):
    torch.manual_seed(4)
    model = torch.nn.Linear(3, 2)

    def loss(draws, step):
        if step == stop_at:
            raise Interrupted
        value = (model(draws.normal(3)) - draws.uniform()[:, None]).pow(2).mean()
        return value, {"loss": float(value)}

    team = parallel.Team(0, 1, parallel.os.getppid())
    training.train("test", model.parameters(), COURSE, loss, team, Path(folder) / "test.pt")
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


class Training(unittest.TestCase):
    def test_resumes_as_if_never_stopped(self):
        seconds, training.SECONDS_BETWEEN_CHECKPOINTS = training.SECONDS_BETWEEN_CHECKPOINTS, -1
        self.addCleanup(setattr, training, "SECONDS_BETWEEN_CHECKPOINTS", seconds)
        with tempfile.TemporaryDirectory() as whole, tempfile.TemporaryDirectory() as parts:
            wanted = run(whole)
            with self.assertRaises(Interrupted):
                run(parts, stop_at=7)
            torch.testing.assert_close(run(parts), wanted, rtol=0, atol=0)
            torch.testing.assert_close(run(parts), wanted, rtol=0, atol=0)

    def test_processes_share_one_batch(self):
        teams = [parallel.Team(rank, 2, 0) for rank in range(2)]
        whole = Draws(1, 2, 8, parallel.Team(0, 1, 0))
        parts = [Draws(1, 2, 8, team) for team in teams]
        for draw in (lambda d: d.integers(0, 99), lambda d: d.normal(2).numpy(), lambda d: d.uniform().numpy()):
            np.testing.assert_array_equal(np.concatenate([draw(part) for part in parts]), draw(whole))
        self.assertEqual({part.chance(0.5) for part in parts}, {whole.chance(0.5)})


class Tokens(unittest.TestCase):
    def test_words_of_captions_are_single_tokens(self):
        with tempfile.TemporaryDirectory() as folder:
            write_tokenizer(Path(folder), CAPTION_WORDS, length=24)
            tokenizer = Tokenizer(Path(folder))
        self.assertTrue(all(len(tokenizer.ids_of_word(word)) == 1 for word in CAPTION_WORDS))
        ids = tokenizer.encode("A  Red circle")
        self.assertEqual(ids[0], len(tokenizer) - 2)
        self.assertEqual(ids[4:], [len(tokenizer) - 1] * 20)
        self.assertEqual(len(tokenizer.encode("zebra " * 50)), 24)


if __name__ == "__main__":
    unittest.main()
