"""inputs.npz and outputs.npz, stored uncompressed with a fixed date so that a remake gives the same bytes."""

import io
import zipfile

import numpy as np


def write_arrays(path, arrays):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array) if array.ndim else array)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue())


def file_name(kind, index):
    """inputs.npz, inputs.1.npz, inputs.2.npz, ..."""
    return f"{kind}.npz" if index == 0 else f"{kind}.{index}.npz"
