"""Statistics as agencies publish them, turned into files of raw data.

A module for each format gives the same `Table`; a mapping file says which of its cells are a
district's count and base; `indicator` writes them as a file of `data/raw/`.
"""
