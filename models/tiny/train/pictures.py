"""Pictures as tensors and bytes, and many of them on one sheet."""

import numpy as np
import torch
from PIL import Image

GAP = 2


def to_tensor(pictures):
    """uint8 (count, height, width, 3) to float (count, 3, height, width) in -1 to 1."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def to_bytes(tensor):
    scaled = (tensor.detach().permute(0, 2, 3, 1) / 2 + 0.5).clamp(0, 1) * 255
    return scaled.round().byte().numpy()


def write_sheet(path, pictures, columns, scale=2):
    count, height, width, _ = pictures.shape
    rows = -(-count // columns)
    sheet = np.full((rows * (height + GAP), columns * (width + GAP), 3), 200, np.uint8)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        top, left = row * (height + GAP) + GAP // 2, column * (width + GAP) + GAP // 2
        sheet[top : top + height, left : left + width] = picture
    image = Image.fromarray(sheet)
    image.resize((image.width * scale, image.height * scale), Image.NEAREST).save(path)
