"""Marks on a line, moved apart as little as possible so that each of them stays readable."""

import math
from collections.abc import Sequence


def spread(wanted: Sequence[float], *, gap: int, low: int, high: int) -> list[int]:
    """Whole positions from `low` to `high`, at least `gap` apart, as near as can be to the wanted ones.

    The wanted positions come in order, and the order stays. Where the line is too short for them all, the gap
    shrinks. The sum of the squared moves is the smallest possible: subtract each mark's share of the gaps, and
    what remains is isotonic regression, solved by pooling neighbours that are out of order.
    """
    if not wanted:
        return []
    gap = min(gap, (high - low) // max(len(wanted) - 1, 1))
    room = high - gap * (len(wanted) - 1)
    pools: list[tuple[float, int]] = []  # the mean of the pool and how many marks share it
    for place, position in enumerate(wanted):
        mean, size = position - gap * place, 1
        while pools and pools[-1][0] > mean:
            earlier, count = pools.pop()
            mean, size = (earlier * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    settled = [min(max(mean, low), room) for mean, size in pools for _ in range(size)]
    return [math.floor(position + 0.5) + gap * place for place, position in enumerate(settled)]
