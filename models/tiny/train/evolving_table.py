"""The log of the evolving loop as Markdown: what went and what was repeated, and which blocks the network has in the end."""

from .layout import SNAPFUSION, as_layout


def counts(layout):
    """Transformers after each ResNet, from the finest down to the coarsest and up again."""
    levels = (*layout.down, layout.middle, *layout.up)
    return " / ".join(" ".join(map(str, level)) for level in levels)


def evolving_table(log):
    first, last = log[0], log[-1]
    lines = [
        "# The evolving loop",
        "",
        "Milliseconds are those of the phone's latency table, CLIP score that of the network before the step, on captions"
        " of the training set.",
        "",
        "| step | blocks | ms | goal | CLIP score |",
        "|---|---|---|---|---|",
    ]
    for entry in log:
        blocks = ", ".join(f"`{name}`" for name in entry["actions"])
        numbers = f"{entry['milliseconds']:.1f} | {entry['goal']:.1f} | {entry['CLIP score']:.3f}"
        lines.append(f"| {entry['step']} | {blocks} | {numbers} |")
    least = last["values"][0]
    lines += [
        "",
        f"From {first['milliseconds']:.0f} to {last['milliseconds']:.0f} ms the CLIP score went from"
        f" {first['CLIP score']:.3f} to {last['CLIP score']:.3f}. The block of least value that is left is"
        f" `{least['block']}`: without it {least['lost']:.4f} of the score and {least['milliseconds']:.1f} ms are lost.",
        "",
        "Transformers after each ResNet, level by level:",
        "",
        "| layout | down / middle / up |",
        "|---|---|",
        f"| found | {counts(as_layout(last['layout']))} |",
        f"| SnapFusion's | {counts(SNAPFUSION)} |",
    ]
    return "\n".join(lines) + "\n"
