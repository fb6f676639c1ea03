"""Groups of vectors. Rows are comments, of length one; the same rows give the same groups.

Ward's method (Ward 1963) is free of chance: of the methods that were measured it gives the same
groups again most often when some comments are left out (docs/engine.md).
"""

from collections.abc import Sequence

import numpy as np

# So many numbers of a vector are kept: what is left of the differences is mostly noise.
DIMENSIONS = 100
# Ward's tree holds a distance for each pair. Of more rows than this a part makes the tree (chosen
# by a fixed seed), and the others join the group that is nearest.
TREE_AT_MOST = 6_000
SEED = 20
# The number of groups that is suggested: the smallest with which a row and the middle of its group
# share so much (1 - squared distance), and no more than one for so many rows (of few rows, than
# their root).
SHARED, ROWS_PER_GROUP, GROUPS_AT_MOST = 0.56, 10, 150
# How often rows move to the middle that is nearest.
PASSES = 3


def space(blocks: Sequence[tuple[np.ndarray, float]]) -> np.ndarray:
    """Blocks of vectors side by side, each with its weight, as rows of length one.

    Of each block the mean is taken off (what all comments share tells none apart); a row of
    zeros, which its model cannot read, stays zero there. Then only the directions in which the
    rows differ most are kept.
    """
    sides = []
    for block, weight in blocks:
        known = np.abs(block).sum(axis=1) > 0
        side = np.zeros(block.shape)
        if known.any():
            side[known] = weight * (block[known] - block[known].mean(axis=0, dtype=np.float64))
        sides.append(side)
    wide = np.hstack(sides)
    _, directions = np.linalg.eigh(wide.T @ wide)
    return unit(wide @ directions[:, ::-1][:, :DIMENSIONS])


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length one; a row of zeros stays so."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


class Tree:
    """Which rows belong together, from single rows up to all of them."""

    def __init__(self, rows: np.ndarray):
        # Here, not above: scipy takes half a second to import.
        from scipy.cluster.hierarchy import linkage

        self.size = len(rows)
        self._merges = linkage(rows, "ward") if len(rows) > 1 else np.zeros((0, 4))

    def cut(self, groups: int) -> np.ndarray:
        """The number of its group for each row, when there are so many groups."""
        from scipy.cluster.hierarchy import fcluster

        if self.size < 2:
            return np.zeros(self.size, dtype=int)
        return fcluster(self._merges, max(1, groups), "maxclust") - 1

    def branches(self, most: int) -> list[list[int]]:
        """The rows of each branch that has at most so many, the largest first, single rows last."""
        rows = [[n] for n in range(self.size)]
        found = list(rows)
        for first, second, _, size in self._merges:
            whole = sorted([*rows[int(first)], *rows[int(second)]]) if size <= most else []
            rows.append(whole)
            if whole:
                found.append(whole)
        return sorted(found, key=lambda branch: (-len(branch), branch))

    def number(self) -> int:
        """How many groups are suggested."""
        within = np.concatenate([[0.0], np.cumsum(self._merges[:, 2] ** 2 / 2)])
        needed = self.size - int(np.searchsorted(within, (1 - SHARED) * self.size, "right")) + 1
        most = min(GROUPS_AT_MOST, max(round(self.size**0.5), self.size // ROWS_PER_GROUP))
        return max(1, min(needed, most))


def group(rows: np.ndarray, groups: int | None = None, always: Sequence[int] = ()) -> np.ndarray:
    """The number of its group for each row; `groups` as of `Tree.number` where not given.

    Where only a part of the rows makes the tree, the rows `always` are of that part.
    """
    part = _part(len(rows), always)
    tree = Tree(rows[part])
    labels = tree.cut(tree.number() if groups is None else groups)
    found = nearest(rows, middles(rows[part], labels))
    if len(part) == len(rows):
        found = labels
    return settle(rows, found)


def _part(size: int, always: Sequence[int]) -> np.ndarray:
    if size <= TREE_AT_MOST:
        return np.arange(size)
    first = np.array(sorted(always)[:TREE_AT_MOST], dtype=int)
    rest = np.setdiff1d(np.arange(size), first)
    more = np.random.default_rng(SEED).permutation(rest)[: TREE_AT_MOST - len(first)]
    return np.sort(np.concatenate([first, more]))


def middles(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The mean of each group, of length one."""
    sums = np.zeros((int(labels.max()) + 1, rows.shape[1]))
    np.add.at(sums, labels, rows)
    return unit(sums)


def nearest(rows: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """The number of the nearest middle for each row; of equal ones the first."""
    return np.round(rows @ middle.T, 9).argmax(axis=1)


def settle(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Rows move to the group whose middle is nearest; groups are numbered without gaps.

    The row that is nearest to the middle of its group stays, so that no group is lost.
    """
    labels = np.unique(labels, return_inverse=True)[1]
    for _ in range(PASSES):
        near = np.round(rows @ middles(rows, labels).T, 9)
        moved = near.argmax(axis=1)
        own = np.where(np.arange(near.shape[1]) == labels[:, None], near, -np.inf)
        moved[own.argmax(axis=0)] = np.arange(near.shape[1])
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels
