"""The file `_headers`, which several static hosts read: a pattern of addresses, then headers."""

from pathlib import Path

from macros.hosting.answers import POLICY, RULES, SECURITY, TYPE_RULES, Rule

HEADERS_FILE = "_headers"


def write_headers_file(site: Path, policy: str) -> None:
    """Write the file into the folder `site`."""
    everywhere = Rule("/*", ((POLICY, policy), *SECURITY.items()))
    text = "".join(_block(rule) for rule in (everywhere, *RULES, *TYPE_RULES))
    (site / HEADERS_FILE).write_text(text, "utf-8", newline="\n")


def _block(rule: Rule) -> str:
    return "\n".join([rule.pattern, *(f"  {name}: {value}" for name, value in rule.headers)]) + "\n"
