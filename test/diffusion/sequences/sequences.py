"""Latents along the way of each scheduler, by the published formulas in plain numpy: python3 sequences.py > sequences.json

The model is a made-up function of latent and timestep, so that every step depends on all before it. Nothing here is
a table of coefficients: clean latents, noise and derivatives are computed as the papers write them.
"""

import json
from math import exp, inf, log

import numpy as np


def betas(kind, start, end, count):
    if kind == "linear":
        return np.linspace(start, end, count)
    if kind == "scaled_linear":
        return np.linspace(start**0.5, end**0.5, count) ** 2
    bar = lambda t: np.cos((t + 0.008) / 1.008 * np.pi / 2) ** 2
    return np.array([min(1 - bar((i + 1) / count) / bar(i / count), 0.999) for i in range(count)])


def products(beta, zero_snr):
    bar = np.cumprod(1 - beta)
    if zero_snr:
        root = np.sqrt(bar)
        first, last = root[0], root[-1]
        root = (root - last) * first / (first - last)
        bar = root**2
    return bar


def model(x, t):
    return np.tanh(1.3 * x + 0.4) * np.cos(t / 317.0) + 0.1 * np.sin(x * 5)


def clean_and_noise(kind, x, out, alpha, sigma):
    """x = alpha * clean + sigma * noise"""
    if kind == "epsilon":
        return (x - sigma * out) / alpha, out
    if kind == "v_prediction":
        return alpha * x - sigma * out, sigma * x + alpha * out
    return out, (x - alpha * out) / sigma


def leading(T, parts, n, offset):
    return [(k * (T // parts)) + offset for k in range(parts)][::-1][:n]


def trailing(T, n):
    return [int(v) - 1 for v in np.round(T - np.arange(n) * (T / n))]


def linspace(T, parts, n, whole):
    times = np.linspace(0, T - 1, parts)
    return list((np.round(times) if whole else times)[::-1][:n])


def times_of(c, n):
    T, name = c["T"], c["name"]
    parts = n + 1 if name == "dpm-solver++" else n
    if name == "lcm":
        origin = [k * (T // c["original"]) - 1 for k in range(1, c["original"] + 1)][::-1]
        return [origin[int(np.floor(i))] for i in np.linspace(0, len(origin), n, endpoint=False)]
    if c["spacing"] == "leading":
        return leading(T, parts, n, c["offset"])
    if c["spacing"] == "trailing":
        return trailing(T, n)
    return linspace(T, parts, n, name != "euler")


def run(c, n, x, noises):
    bar = products(betas(c["betas"], c["start"], c["end"], c["T"]), c["zero_snr"])
    times = times_of(c, n)
    return times, {"ddim": ddim, "dpm-solver++": dpm, "euler": euler, "lcm": lcm}[c["name"]](c, bar, times, x, noises)


def ddim(c, bar, times, x, noises):
    seen = []
    for i, t in enumerate(map(int, times)):
        now = bar[t]
        following = bar[int(times[i + 1])] if i + 1 < len(times) else (1.0 if c["clean_end"] else bar[0])
        clean, noise = clean_and_noise(c["predicts"], x, model(x, t), now**0.5, (1 - now) ** 0.5)
        if c["clip"]:
            clean = np.clip(clean, -c["clip"], c["clip"])
        x = following**0.5 * clean + (1 - following) ** 0.5 * noise
        seen.append(x)
    return seen


def ratio(bar, t):
    some = np.maximum(bar, 2.0**-24)
    return float(np.interp(t, np.arange(len(bar)), ((1 - some) / some) ** 0.5))


def euler(c, bar, times, x, noises):
    sigmas = [ratio(bar, t) for t in times] + [0.0 if c["clean_end"] else ratio(bar, 0)]
    x = x * (sigmas[0] if c["spacing"] != "leading" else (sigmas[0] ** 2 + 1) ** 0.5)
    seen = []
    for i, t in enumerate(times):
        s = sigmas[i]
        out = model(x / (s * s + 1) ** 0.5, t)
        if c["predicts"] == "epsilon":
            clean = x - s * out
        elif c["predicts"] == "v_prediction":
            clean = out * (-s / (s * s + 1) ** 0.5) + x / (s * s + 1)
        else:
            clean = out
        x = x + (x - clean) / s * (sigmas[i + 1] - s)
        seen.append(x)
    return seen


def dpm(c, bar, times, x, noises):
    """Algorithm 2 of DPM-Solver++, in terms of lambda = log(alpha / sigma)."""
    def level(s):
        alpha = 1 / (s * s + 1) ** 0.5
        return alpha, s * alpha, (inf if s == 0 else -log(s))

    at = [level(ratio(bar, t)) for t in times] + [level(0.0 if c["clean_end"] else ratio(bar, 0))]
    seen, before, n = [], None, len(times)
    for i, t in enumerate(times):
        (alpha, sigma, lam), (alpha1, sigma1, lam1) = at[i], at[i + 1]
        clean, _ = clean_and_noise(c["predicts"], x, model(x, t), alpha, sigma)
        h = lam1 - lam
        if before is None or (i == n - 1 and (n < 15 or c["clean_end"])):
            d = clean
        else:
            r = (lam - at[i - 1][2]) / h
            d = (1 + 1 / (2 * r)) * clean - 1 / (2 * r) * before
        x = sigma1 / sigma * x - alpha1 * (exp(-h) - 1) * d
        before = clean
        seen.append(x)
    return seen


def lcm(c, bar, times, x, noises):
    seen = []
    for i, t in enumerate(times):
        now = bar[t]
        clean, _ = clean_and_noise(c["predicts"], x, model(x, t), now**0.5, (1 - now) ** 0.5)
        if c["clip"]:
            clean = np.clip(clean, -c["clip"], c["clip"])
        scaled = t * c["scaling"]
        done = 0.25 / (scaled**2 + 0.25) * x + scaled / (scaled**2 + 0.25) ** 0.5 * clean
        if i + 1 < len(times):
            following = bar[times[i + 1]]
            x = following**0.5 * done + (1 - following) ** 0.5 * noises[i]
        else:
            x = done
        seen.append(x)
    return seen


STABLE = {"T": 1000, "betas": "scaled_linear", "start": 0.00085, "end": 0.012, "zero_snr": False, "predicts": "epsilon",
          "spacing": "leading", "offset": 1, "clean_end": False, "clip": 0, "original": 50, "scaling": 10.0}


def cases():
    for name in ("ddim", "dpm-solver++", "euler"):
        for spacing in ("leading", "trailing", "linspace"):
            for predicts in ("epsilon", "v_prediction"):
                for clean_end in (True, False):
                    yield {**STABLE, "name": name, "spacing": spacing, "predicts": predicts, "clean_end": clean_end}
        yield {**STABLE, "name": name, "spacing": "trailing", "predicts": "v_prediction", "zero_snr": True, "clean_end": True}
        yield {**STABLE, "name": name, "spacing": "trailing", "predicts": "sample", "clean_end": True}
    yield {**STABLE, "name": "ddim", "clip": 1.0, "betas": "linear", "start": 0.0001, "end": 0.02}
    yield {**STABLE, "name": "ddim", "betas": "squaredcos_cap_v2", "predicts": "v_prediction"}
    for predicts in ("epsilon", "v_prediction"):
        yield {**STABLE, "name": "lcm", "predicts": predicts}
    yield {**STABLE, "name": "lcm", "clip": 1.0, "original": 40}


def main():
    rng = np.random.default_rng(7)
    start = np.round(rng.standard_normal(6), 6)
    noises = np.round(rng.standard_normal((20, 6)), 6)
    found = []
    for case in cases():
        for n in (1, 4, 7, 20):
            times, latents = run(case, n, start, noises)
            found.append({"case": case, "steps": n, "times": [float(t) for t in times],
                          "latents": [[float(f"{v:.12g}") for v in x] for x in latents]})
    print(json.dumps({"start": list(start), "noises": [list(row) for row in noises]})[:-1] + ', "runs": [')
    print(",\n".join(json.dumps(run) for run in found) + "]}")


if __name__ == "__main__":
    main()
