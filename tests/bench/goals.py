"""Says beside a figure what its goal is, and whether the figure meets it."""


def at_most(value: float, goal: float) -> str:
    """Give the words for a figure that should not be above its goal."""
    return f"(goal: at most {goal:g}, {'met' if value <= goal else 'MISSED'})"


def at_least(value: float, goal: float) -> str:
    """Give the words for a figure that should not be below its goal."""
    return f"(goal: at least {goal:g}, {'met' if value >= goal else 'MISSED'})"
