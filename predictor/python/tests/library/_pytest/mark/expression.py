"""The expressions of -k and -m: names with and, or, not and parentheses."""

import re

_TOKEN = re.compile(r"\s*(\(|\)|[^\s()]+)")


def selects(expression, holds):
    """Whether the expression is true where `holds(name)` tells of one name."""
    tokens = _TOKEN.findall(expression)
    position = 0

    def peek():
        return tokens[position] if position < len(tokens) else None

    def take():
        nonlocal position
        position += 1
        return tokens[position - 1]

    def either():
        result = both()
        while peek() == "or":
            take()
            other = both()
            result = result or other
        return result

    def both():
        result = negated()
        while peek() == "and":
            take()
            other = negated()
            result = result and other
        return result

    def negated():
        if peek() == "not":
            take()
            return not negated()
        if peek() == "(":
            take()
            result = either()
            take()
            return result
        return holds(take())

    return either() if tokens else True


def by_keyword(item):
    names = set()
    for node in item.listchain():
        if node.nodeid or node.name:
            names.add(node.name)
        names.update(node.extra_keyword_matches)
    names.update(getattr(item.function, "__dict__", {}))
    names.update(mark.name for mark in item.iter_markers())
    lowered = [n.lower() for n in names]
    return lambda name: any(name.lower() in n for n in lowered)


def by_mark(item):
    names = {mark.name for mark in item.iter_markers()}
    return lambda name: name in names
