"""Every size, seed and number of steps of a run, and the handful of steps that a smoke test takes."""

from dataclasses import dataclass, replace

from .training import Course
from .world.split import PAIR_SHARE


@dataclass(frozen=True)
class AutoencoderSettings:
    """First on crops around the things, which hold all the detail, then on whole pictures, then the decoder alone."""

    crops: Course = Course(steps=3000, batch=48, learning_rate=2e-3, seed=11, averaging=0.998, weight_decay=0.0)
    pictures: Course = Course(steps=3000, batch=12, learning_rate=1e-3, seed=12, averaging=0.995, weight_decay=0.0)
    decoder: Course = Course(steps=2000, batch=12, learning_rate=1e-3, seed=13, averaging=0.995, weight_decay=0.0)
    crop: int = 32
    divergence_weight: float = 1e-5
    least_variance: float = 0.01
    # Standard deviation, at most, of noise on the latents while the decoder is trained alone.
    latent_noise: float = 0.2


@dataclass(frozen=True)
class EvolvingSettings:
    """captions: on which every block is tried. between: how the network gets used to a change."""

    captions: int = 128
    sampling_steps: int = 8
    between: Course = Course(steps=250, batch=48, learning_rate=4e-4, seed=42, warm_up=20, averaging=0.98)


@dataclass(frozen=True)
class Settings:
    pictures: int = 40_000
    held_out: int = 1_024
    pair_share: float = PAIR_SHARE
    autoencoder: AutoencoderSettings = AutoencoderSettings()
    contrast_groups: int = 10_000
    contrastive: Course = Course(steps=1200, batch=64, learning_rate=1e-3, seed=21, averaging=0.99)
    scenes: int = 120_000
    teacher: Course = Course(steps=12_000, batch=48, learning_rate=1.2e-3, seed=31)
    robust: Course = Course(steps=1_500, batch=48, learning_rate=4e-4, seed=41)
    evolving: EvolvingSettings = EvolvingSettings()
    student: Course = Course(steps=4_000, batch=48, learning_rate=1e-3, seed=51)
    distillation: Course = Course(steps=400, batch=32, learning_rate=3e-4, seed=61, warm_up=30, averaging=0.99)
    # DDIM steps of the teacher where time does not matter.
    long_sampling: int = 50
    decoder_latents: int = 2_048
    pruned_decoder: Course = Course(steps=5_000, batch=16, learning_rate=3e-3, seed=71, weight_decay=0.0)
    # Of the captions, for the error of the scores.
    resamples: int = 200
    # Held-out captions drawn now and then to see how a training gets on.
    watched_captions: int = 96
    watch_every: int = 1_000


def brief(course, steps=3, batch=8):
    return replace(course, steps=steps, batch=batch)


FULL = Settings()
SMOKE = Settings(
    pictures=48,
    held_out=8,
    autoencoder=AutoencoderSettings(
        *(brief(course) for course in (FULL.autoencoder.crops, FULL.autoencoder.pictures, FULL.autoencoder.decoder))
    ),
    contrast_groups=32,
    contrastive=brief(FULL.contrastive, steps=2, batch=16),
    scenes=48,
    teacher=brief(FULL.teacher),
    robust=brief(FULL.robust),
    evolving=EvolvingSettings(captions=2, sampling_steps=1, between=brief(FULL.evolving.between, steps=1)),
    student=brief(FULL.student),
    distillation=brief(FULL.distillation, steps=1),
    long_sampling=3,
    decoder_latents=4,
    pruned_decoder=brief(FULL.pruned_decoder),
    resamples=2,
    watched_captions=4,
    watch_every=2,
)
