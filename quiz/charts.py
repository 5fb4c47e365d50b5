"""Scores in, the points of a small drawing out. Pure."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 320, 96, 8


def trend(percents: Sequence[int]) -> list[tuple[float, float]]:
    """Where each score stands, from left to right; 100 is at the top."""
    step = (WIDTH - 2 * MARGIN) / max(1, len(percents) - 1)
    scale = (HEIGHT - 2 * MARGIN) / 100
    return [
        (round(MARGIN + number * step, 1), round(HEIGHT - MARGIN - percent * scale, 1))
        for number, percent in enumerate(percents)
    ]
