"""A document as the page the renderer draws: every line composed, every place worked out.

The result is HTML that says only where things stand; nothing in it is left to be wrapped. Its
elements say what a reader who cannot see it is told: headings, paragraphs, tables, figures.
"""

from .errors import CannotPrint, UnreadablePicture
from .pictures import size_in_lines
from .setter import Typesetter

__all__ = ["CannotPrint", "Typesetter", "UnreadablePicture", "size_in_lines"]
