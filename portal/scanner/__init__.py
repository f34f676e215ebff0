"""The scanner: finds in code and configuration the names that breaking changes touch."""
