"""A table of what each block would take on a phone: a roofline over Stable Diffusion 1.5's sizes at 512x512 pixels.

The miniature stands for a network of that size, and it is there that blocks differ: self-attention over 64x64 places
writes and reads scores of 4096x4096 per head, which no arithmetic hides.
"""

import json
from dataclasses import dataclass

WIDTHS = (320, 640, 1280, 1280)
SIDES = (64, 32, 16, 8)
HEADS = 8
TEXT_TOKENS, TEXT_WIDTH = 77, 768
BYTES = 2  # of an fp16 value
# Scores are written, read and written by the softmax, and read by the product with the values.
PASSES_OVER_SCORES = 4


@dataclass(frozen=True)
class Phone:
    gigaflops: float
    gigabytes_per_second: float

    @staticmethod
    def of(path):
        costs = json.loads(path.read_text())["costs"]
        return Phone(costs["peakFp16Gflops"]["value"], costs["bandwidthGigabytesPerSecond"]["value"])

    def milliseconds(self, multiplications, values):
        """The slower of arithmetic and memory."""
        arithmetic = 2 * multiplications / (self.gigaflops * 1e9)
        return 1e3 * max(arithmetic, values * BYTES / (self.gigabytes_per_second * 1e9))

    def matmul(self, rows, inner, columns):
        return self.milliseconds(rows * inner * columns, rows * inner + inner * columns + rows * columns)

    def pointwise(self, values):
        """One value read and one written for each."""
        return self.milliseconds(0, 2 * values)

    def attention(self, queries, keys, width):
        scores = HEADS * queries * keys
        values = PASSES_OVER_SCORES * scores + 2 * (queries + keys) * width
        return self.milliseconds(2 * queries * keys * width, values)

    def transformer(self, level):
        width, tokens = WIDTHS[level], SIDES[level] ** 2
        projections = 8 * self.matmul(tokens, width, width)  # in and out; q, k, v, out here; q and out of the text
        text = 2 * self.matmul(TEXT_TOKENS, TEXT_WIDTH, width)
        feed_forward = self.matmul(tokens, width, 8 * width) + self.matmul(tokens, 4 * width, width)
        norms = 7 * self.pointwise(tokens * width)
        return (
            projections
            + text
            + feed_forward
            + norms
            + self.attention(tokens, tokens, width)
            + self.attention(tokens, TEXT_TOKENS, width)
        )

    def resnet(self, channels, level):
        width, places = WIDTHS[level], SIDES[level] ** 2
        convolutions = self.matmul(places, 9 * channels, width) + self.matmul(places, 9 * width, width)
        shortcut = self.matmul(places, channels, width) if channels != width else 0.0
        norms = self.pointwise(places * (channels + 2 * width))
        return convolutions + shortcut + norms


def level_of(stage):
    """The level of a stage by its name."""
    side, *number = stage.split(".")
    if side == "mid_block":
        return len(WIDTHS) - 1
    return int(number[0]) if side == "down_blocks" else len(WIDTHS) - 1 - int(number[0])


def incoming_channels(layout):
    """The width of what every ResNet reads, at Stable Diffusion's widths, by the ResNet's name."""
    found, channels, skips = {}, WIDTHS[0], [WIDTHS[0]]
    for stage, level in layout.stages().items():
        width = WIDTHS[level_of(stage)]
        for index in range(len(level)):
            found[f"{stage}.resnets.{index}"] = channels + (skips.pop() if stage.startswith("up") else 0)
            channels = width
            if stage.startswith("down"):
                skips.append(channels)
        if stage.startswith("down") and stage != f"down_blocks.{len(WIDTHS) - 1}":
            skips.append(channels)
    return found


def latency_table(layout, phone):
    """Milliseconds of every block of a layout, by its name."""
    table = {}
    for name, channels in incoming_channels(layout).items():
        table[name] = phone.resnet(channels, level_of(name.rsplit(".resnets", 1)[0]))
    for stage, level in layout.stages().items():
        for attention in range(sum(level)):
            table[f"{stage}.attentions.{attention}"] = phone.transformer(level_of(stage))
    return table
