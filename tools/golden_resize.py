"""Writes tests/golden/resize.json: the results of scikit-image's resize for small synthetic images.

Run by hand where scikit-image 0.26 is installed: python3 tools/golden_resize.py
The pixel at row i, column j, channel c is ((7 i + 13 j + 5 c + 3 i j) mod 256) / 255, which the
test computes, too.
"""

import json
import pathlib

import numpy as np
import scipy
import skimage
from skimage.transform import resize

# Height, width, channels, new height, new width, order (0 nearest, 1 bilinear), antialias.
CASES = [
    (7, 5, 1, 3, 4, 1, True),
    (7, 5, 1, 3, 4, 1, False),
    (4, 4, 1, 2, 2, 1, True),
    (4, 6, 2, 9, 6, 1, True),
    (10, 3, 3, 4, 8, 1, True),
    (30, 20, 1, 5, 4, 1, True),
    (6, 6, 1, 1, 1, 1, True),
    (1, 5, 1, 3, 2, 1, True),
    (5, 7, 2, 8, 3, 0, False),
    (4, 4, 1, 2, 2, 0, False),
    (4, 4, 1, 8, 8, 0, False),
    (9, 9, 1, 4, 4, 0, True),
]


def image(height, width, channels):
    i, j, c = np.indices((height, width, channels))
    return ((7 * i + 13 * j + 5 * c + 3 * i * j) % 256) / 255


cases = []
for height, width, channels, rows, columns, order, antialias in CASES:
    y = resize(image(height, width, channels), (rows, columns), order=order, anti_aliasing=antialias)
    cases.append({
        "from": [height, width, channels],
        "to": [rows, columns],
        "method": ["nearest", "bilinear"][order],
        "antialias": antialias,
        "y": np.round(y, 9).ravel().tolist(),
    })

path = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "resize.json"
path.write_text(json.dumps({
    "source": f"scikit-image {skimage.__version__}, scipy {scipy.__version__}, {pathlib.Path(__file__).name}",
    "cases": cases,
}, indent=1) + "\n")
