"""The font that comes with the program, for the labels of pictures (`README.md` tells how it is made)."""

from pathlib import Path

FONT = Path(__file__).with_name("NotoSansSC-Subset.otf")
