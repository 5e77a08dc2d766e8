"""Rectangles that are put beside and on top of each other: what a layout is composed of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.picture.lettering import width as text_width
from kg.picture.model import Lane, Point

GAP_X, GAP_Y = 22.0, 22.0
"""Free space between neighbours, in units of the picture."""
PAD_X, PAD_TOP, PAD_BOTTOM = 16.0, 32.0, 14.0
"""Free space inside a lane; its title stands in the upper one."""
TITLE = 12.5
"""Height of the letters of a lane's title."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing to place: its key, the size that symbol and label fill, and the symbol's centre in it."""

    key: str
    width: float
    height: float
    centre: Point


@dataclass(frozen=True, slots=True)
class Block:
    """Placed things in a rectangle: key -> the symbol's centre, from the upper left corner."""

    width: float = 0.0
    height: float = 0.0
    places: dict[str, Point] = field(default_factory=dict)
    lanes: tuple[Lane, ...] = ()


def titled(block: Block, title: str) -> Block:
    """The block on a lane with that title; an empty block stays empty."""
    if not block.places:
        return block
    inner = max(block.width, text_width(title, TITLE))
    width, height = inner + 2 * PAD_X, block.height + PAD_TOP + PAD_BOTTOM
    right = PAD_X + (inner - block.width) / 2
    places = {key: (x + right, y + PAD_TOP) for key, (x, y) in block.places.items()}
    lane = Lane(title, 0.0, 0.0, width, height)
    return Block(width, height, places, (lane, *_moved(block, right, PAD_TOP)))


def _moved(block: Block, x: float, y: float) -> tuple[Lane, ...]:
    return tuple(replace(lane, x=lane.x + x, y=lane.y + y) for lane in block.lanes)


def single(tile: Tile) -> Block:
    """A block of one thing."""
    return Block(tile.width, tile.height, {tile.key: tile.centre})


def beside(blocks: Iterable[Block], gap: float = GAP_X, *, top: bool = False) -> Block:
    """The blocks from left to right, their middles (or their tops) on one line; empty ones fall out."""
    kept = [block for block in blocks if block.places]
    height = max((block.height for block in kept), default=0.0)
    places: dict[str, Point] = {}
    lanes: list[Lane] = []
    x = 0.0
    for block in kept:
        down = 0.0 if top else (height - block.height) / 2
        places |= {key: (x + px, down + py) for key, (px, py) in block.places.items()}
        lanes += _moved(block, x, down)
        x += block.width + gap
    return Block(max(x - gap, 0.0), height, places, tuple(lanes))


def stacked(blocks: Iterable[Block], gap: float = GAP_Y, *, left: bool = False) -> Block:
    """The blocks from top to bottom, their middles (or left sides) on one line; empty ones fall out."""
    kept = [block for block in blocks if block.places]
    width = max((block.width for block in kept), default=0.0)
    places: dict[str, Point] = {}
    lanes: list[Lane] = []
    y = 0.0
    for block in kept:
        right = 0.0 if left else (width - block.width) / 2
        places |= {key: (right + px, y + py) for key, (px, py) in block.places.items()}
        lanes += _moved(block, right, y)
        y += block.height + gap
    return Block(width, max(y - gap, 0.0), places, tuple(lanes))


def flowing(blocks: Sequence[Block], widest: float, gap: float = GAP_X) -> Block:
    """The blocks in rows, none wider than `widest` unless a single block is."""
    rows: list[list[Block]] = []
    used = 0.0
    for block in blocks:
        if rows and used + gap + block.width <= widest:
            rows[-1].append(block)
            used += gap + block.width
        else:
            rows.append([block])
            used = block.width
    return stacked(beside(row, gap, top=True) for row in rows)


def gridded(blocks: Sequence[Block], columns: int) -> Block:
    """The blocks in that many columns of equal number, filled from top to bottom."""
    if not blocks:
        return Block()
    rows = -(-len(blocks) // max(columns, 1))
    return beside((stacked(blocks[start : start + rows]) for start in range(0, len(blocks), rows)), top=True)
