"""Writing: how data files are laid out, and how commands edit them for editors. Nothing here asks a clock.

Every edit is made as bytes first, checked as if it were written, and only then written, all of it or nothing.
"""
