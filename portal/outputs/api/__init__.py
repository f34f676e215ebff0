"""The API: static files for machines, below `api/v1/`. `portal/outputs/outputs.py` is the table of them.

Shapes: `schema/published/v1/`. A key that does not apply is absent; a value that is not known is null.
"""
