"""Outcome rows as bytes: the form that is hashed, so that two runs can be told apart or the same by one line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.physics.jit import compiled

PLAIN = -1


def encode_rows(
    rows: NDArray[np.int32], first_cell: NDArray[np.int64], cell_at: NDArray[np.int64], cells: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Bytes of a table of integers and text codes, row by row, column by column.

    `rows` is (rows, columns); -1 stands for null. `first_cell` says for each column where its texts begin in the list
    of cells, or `PLAIN` for an integer column; cell n is `cells[cell_at[n]:cell_at[n + 1]]`.
    Null is 0x00; an integer 0x01 and 64 bits, little-endian; a text 0x01, its length as such an integer, and its bytes.
    """
    out = np.empty(_encoded_size(rows, first_cell, cell_at), np.uint8)
    _encode(rows, first_cell, cell_at, cells, out)
    return out


@compiled
def _encoded_size(rows: NDArray[np.int32], first_cell: NDArray[np.int64], cell_at: NDArray[np.int64]) -> int:
    size = 0
    for row in range(rows.shape[0]):
        for column in range(rows.shape[1]):
            code = rows[row, column]
            size += 1 if code < 0 else 9
            if code >= 0 and first_cell[column] != PLAIN:
                cell = first_cell[column] + code
                size += int(cell_at[cell + 1] - cell_at[cell])
    return size


@compiled
def _encode(
    rows: NDArray[np.int32],
    first_cell: NDArray[np.int64],
    cell_at: NDArray[np.int64],
    cells: NDArray[np.uint8],
    out: NDArray[np.uint8],
) -> None:
    at = 0
    for row in range(rows.shape[0]):
        for column in range(rows.shape[1]):
            code = rows[row, column]
            out[at] = 0 if code < 0 else 1
            at += 1
            if code < 0:
                continue
            number = np.int64(code)
            start = np.int64(0)
            if first_cell[column] != PLAIN:
                cell = first_cell[column] + code
                start = cell_at[cell]
                number = cell_at[cell + 1] - start
            for byte in range(8):
                out[at + byte] = (number >> (8 * byte)) & 0xFF
            at += 8
            if first_cell[column] != PLAIN:
                for byte in range(number):
                    out[at + byte] = cells[start + byte]
                at += number
