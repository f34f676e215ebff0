"""Measurements that anybody can repeat with `make bench`: whole processes, ratios within one run."""
