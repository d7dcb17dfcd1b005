"""What PyTorch and SciPy give: python3 randoms.py > randoms.json"""

import json

import torch
from scipy.special import ndtri

NORMALS = [(0, 16), (42, 100), (4294967295, 64)]
WORDS = [0, 1, 2, 5, 1000, 10**6, 2**24, 10**8, 322122547, 322122548, 2**31 - 1, 2**31, 3 * 10**9, 2**32 - 2, 2**32 - 1]


def normals(seed, count):
    drawn = torch.randn(count, generator=torch.Generator().manual_seed(seed))
    return {"seed": seed, "numbers": [float(number) for number in drawn.double()]}


print(json.dumps({
    "normals": [normals(*pair) for pair in NORMALS],
    "inverse": [{"word": word, "number": float(ndtri((word + 0.5) / 2**32))} for word in WORDS],
}, indent=1))
