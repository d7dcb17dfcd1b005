"""The networks: names and results of the exported ones, skipped blocks, the schedule, and the distillation's target."""

import unittest

from models.tiny.train import parallel  # noqa: F401 - before PyTorch, see there

import torch

from models.export.networks.unet import UNet2DConditionModel as ExportedUNet
from models.export.networks.unet_config import snapfusion_layout, stable_diffusion_layout
from models.tiny.train.actions import Action, attention_actions, partners, remove, repeat
from models.tiny.train.autoencoder import AutoencoderKL
from models.tiny.train.diffusion import CLEAN, add_noise, ddim_step, sampling_timesteps, velocity
from models.tiny.train.distillation import teacher_target
from models.tiny.train.heredity import snapfusion_from
from models.tiny.train.latency import Phone, latency_table
from models.tiny.train.layout import SNAPFUSION, STABLE_DIFFUSION
from models.tiny.train.unet import GROUPS, HEADS, WIDTHS, UNet2DConditionModel

torch.set_num_threads(1)


def inputs(batch=1):
    random = torch.Generator().manual_seed(1)
    return (
        torch.randn(batch, 4, 16, 16, generator=random),
        torch.randint(0, 1000, (batch,), generator=random),
        torch.randn(batch, 24, 96, generator=random),
    )


class Networks(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(2)

    def test_layouts_are_those_that_are_exported(self):
        for layout, exported in ((STABLE_DIFFUSION, stable_diffusion_layout), (SNAPFUSION, snapfusion_layout)):
            model = UNet2DConditionModel(layout)
            other = ExportedUNet(exported(WIDTHS, 96, heads=HEADS, norm_num_groups=GROUPS))
            other.load_state_dict(model.state_dict())
            with torch.no_grad():
                torch.testing.assert_close(model(*inputs(2)), other(*inputs(2)))

    def test_table_3_follows_from_stable_diffusion(self):
        self.assertEqual((STABLE_DIFFUSION.resnets, STABLE_DIFFUSION.attentions), (22, 16))
        heredity = snapfusion_from(STABLE_DIFFUSION)
        self.assertEqual(heredity.layout(), SNAPFUSION)
        self.assertEqual((SNAPFUSION.resnets, SNAPFUSION.attentions), (17, 14))

    def test_a_removed_block_is_a_skipped_one(self):
        model = UNet2DConditionModel(STABLE_DIFFUSION)
        removed = [
            *(Action("partners", partners(level)) for level in (1, 3)),
            Action("transformer", frozenset(("up_blocks.1.attentions.2",))),
            Action("resnet", frozenset(("mid_block.resnets.1",))),
        ]
        heredity = remove(STABLE_DIFFUSION, removed)
        heir = UNet2DConditionModel(heredity.layout())
        heredity.hand_down(model.state_dict(), heir)
        skipped = frozenset().union(*(action.blocks for action in removed))
        with torch.no_grad():
            torch.testing.assert_close(heir(*inputs()), model(*inputs(), skipped), rtol=0, atol=0)

    def test_a_repeated_block_is_a_copy(self):
        heredity = repeat(SNAPFUSION, attention_actions(SNAPFUSION)[0])
        self.assertEqual(heredity.layout().down[1], (2, 1))
        self.assertEqual(heredity.origins()["down_blocks.1.attentions.1"], "down_blocks.1.attentions.0")

    def test_attention_at_full_resolution_costs_most(self):
        phone = Phone(gigaflops=1789, gigabytes_per_second=51.2)
        table = latency_table(STABLE_DIFFUSION, phone)
        self.assertEqual(max(table, key=table.get).split(".")[:2], ["down_blocks", "0"])
        self.assertEqual(len(table), 22 + 16)
        self.assertLess(sum(latency_table(SNAPFUSION, phone).values()), sum(table.values()))

    def test_whitening_changes_no_picture(self):
        model = AutoencoderKL()
        pictures = torch.rand(4, 3, 64, 64) * 2 - 1
        with torch.no_grad():
            before = model.decode(model.encode(pictures)[0])
            model.whiten(pictures, least_variance=1e-6)
            latents, _ = model.encode(pictures)
            torch.testing.assert_close(model.decode(latents), before, rtol=1e-3, atol=1e-3)
        rows = latents.permute(0, 2, 3, 1).reshape(-1, 4)
        torch.testing.assert_close(torch.cov(rows.t()), torch.eye(4), rtol=0.02, atol=0.02)


class Steps(unittest.TestCase):
    def setUp(self):
        random = torch.Generator().manual_seed(3)
        self.latents, self.noise = (torch.randn(2, 4, 16, 16, generator=random) for _ in range(2))

    def test_a_step_with_the_true_velocity_keeps_latents_and_noise(self):
        here, there = torch.tensor([999, 500]), torch.tensor([400, CLEAN])
        noisy = add_noise(self.latents, self.noise, here)
        stepped = ddim_step(noisy, velocity(self.latents, self.noise, here), here, there)
        torch.testing.assert_close(stepped, add_noise(self.latents, self.noise, there), rtol=1e-4, atol=1e-5)

    def test_the_target_of_a_perfect_teacher_is_the_truth(self):
        times = [torch.tensor([t, t]) for t in (999, 749, 499)]
        noisy = add_noise(self.latents, self.noise, times[0])
        target = teacher_target(lambda _, t: velocity(self.latents, self.noise, t), noisy, *times)
        torch.testing.assert_close(target, self.latents, rtol=1e-3, atol=1e-3)

    def test_trailing_timesteps(self):
        self.assertEqual(sampling_timesteps(8), [999, 874, 749, 624, 499, 374, 249, 124])
        self.assertEqual(sampling_timesteps(1), [999])


if __name__ == "__main__":
    unittest.main()
