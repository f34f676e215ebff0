"""Forty faults that matter to readers, partners and editors, and what is to catch each.

They measure the tests. Most are functions that damage a copy from outside. The rest are sentences that say
what to change in the source: to try by hand, in a copy, when tests have been reworked.
"""
