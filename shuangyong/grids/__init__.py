"""Tables as they come from outside, read in bounded time and memory: xlsx and csv as grids."""

from .files import grids
from .model import Fault, Grid, GridRow

__all__ = ["Fault", "Grid", "GridRow", "grids"]
