"""What the evolving loop decides by: the value of every block, and which blocks go or are repeated for it."""

from .actions import attention_actions, remove, repeat

# How many actions are carried out between two looks at all blocks.
ACTIONS_AT_A_TIME = 4


def values_of(actions, judge, model, table):
    """The CLIP score of all, and per action, least valuable first, what its removal costs in score and saves in time."""
    whole, rows = judge.score(model), []
    for action in actions:
        lost = whole - judge.score(model, action.blocks)
        saved = action.milliseconds(table)
        rows.append({"action": action, "lost": lost, "milliseconds": saved, "value": lost / saved})
    return whole, sorted(rows, key=lambda row: row["value"])


def least_valuable(rows, excess):
    """As many actions as bring the latency down by the excess, and at most a handful."""
    chosen = []
    for row in rows[:ACTIONS_AT_A_TIME]:
        if excess > 0:
            chosen.append(row["action"])
            excess -= row["milliseconds"]
    return chosen


def most_valuable(rows, layout, room):
    """The transformer to repeat, if one of positive value fits into the time that is left."""
    transformers = {action.name for action in attention_actions(layout)}
    fitting = [row for row in rows if row["action"].name in transformers and row["milliseconds"] <= room]
    return fitting[-1]["action"] if fitting and fitting[-1]["value"] > 0 else None


def plan(layout, rows, table, goal):
    """The next step's name, its actions, and how the new layout descends from the old; nothing descends at the end."""
    excess = sum(table.values()) - goal
    if excess > 0:
        actions = least_valuable(rows, excess)
        return "remove", actions, remove(layout, actions)
    action = most_valuable(rows, layout, -excess)
    return ("end", [], None) if action is None else ("repeat", [action], repeat(layout, action))
