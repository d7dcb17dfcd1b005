"""Step distillation: one step of the student learns to go as far as two of its teacher (SnapFusion, section 4)."""

from dataclasses import dataclass

import torch

from .diffusion import (
    CLEAN,
    add_noise,
    alpha_sigma,
    ddim_step,
    guided,
    predicted_latents,
    sampling_timesteps,
    signal_to_noise,
)
from .scenes import CAPTION_DROPOUT
from .velocity_loss import velocity_loss

# The share of the original loss, which is first brought to the size of the distillation's.
ORIGINAL_SHARE = 0.2


@dataclass(frozen=True)
class Distillation:
    """start: the weights the student begins with. teacher: those that take two steps. Both by the names of stages."""

    name: str
    start: str
    teacher: str
    steps: int
    # The share of training steps in which both are guided, and the range of the guidance; 0 is the plain kind.
    guided_share: float
    guidance: tuple = (1.5, 5.0)


def drawn_timesteps(draws, steps):
    """A timestep of the student's, the teacher's one in between, and where both arrive."""
    fine = torch.tensor([*sampling_timesteps(2 * steps), CLEAN])
    first = 2 * torch.from_numpy(draws.integers(0, steps))
    return fine[first], fine[first + 1], fine[first + 2]


@torch.no_grad()
def teacher_target(predict, noisy, timesteps, between, arrival):
    """The clean latents from which one DDIM step arrives where the teacher's two do."""
    midway = ddim_step(noisy, predict(noisy, timesteps), timesteps, between)
    arrived = ddim_step(midway, predict(midway, between), between, arrival)
    alpha, sigma = alpha_sigma(timesteps)
    arrival_alpha, arrival_sigma = alpha_sigma(arrival)
    ratio = arrival_sigma / sigma
    return (arrived - ratio * noisy) / (arrival_alpha - ratio * alpha)


def distillation_loss(student, teacher, scenes, plan):
    empty = scenes.text.empty

    def loss(draws, _step):
        latents, states = scenes.batch(draws, dropout=0.0)
        incomplete = states.clone()
        incomplete[draws.uniform() < CAPTION_DROPOUT] = empty
        timesteps, between, arrival = drawn_timesteps(draws, plan.steps)
        noisy = add_noise(latents, draws.normal(*latents.shape[1:]), timesteps)
        guidance = draws.uniform(*plan.guidance)

        if draws.chance(plan.guided_share):
            def predict(model, noisy, timesteps):
                return guided(model, noisy, timesteps, states, empty, guidance)
        else:
            def predict(model, noisy, timesteps):
                return model(noisy, timesteps, incomplete)

        target = teacher_target(lambda *where: predict(teacher, *where), noisy, timesteps, between, arrival)
        predicted = predicted_latents(noisy, predict(student, noisy, timesteps), timesteps)
        weight = signal_to_noise(timesteps).clamp(min=1).view(-1, 1, 1, 1)
        distilled = (weight * (predicted - target).pow(2)).mean()
        original, _ = velocity_loss(student, latents, incomplete, draws)
        scale = float(distilled.detach() / original.detach().clamp(min=1e-6))
        total = distilled + ORIGINAL_SHARE * scale * original
        return total, {"distilled": float(distilled), "original": float(original)}

    return loss
