"""The order of items that share parameters of wide fixtures: pytest runs those with one parameter together, so that each fixture is made once."""

_WIDE = ("session", "package", "module", "class")


def reorder(items):
    """As `reorder_items` of pytest's fixtures.py: scope by scope, wide ones first."""
    keys = [{item: _keys(item, scope) for item in items} for scope in _WIDE]
    if not any(found for level in keys for found in level.values()):
        return items
    return _at_scope(items, keys, 0)


def _keys(item, scope):
    callspec = item.callspec
    if callspec is None:
        return []
    place = {"session": (), "package": (item.file.rpartition("/")[0],), "module": (item.file,), "class": (item.file, item.cls)}[scope]
    return [(name, callspec.indices[name], *place) for name, own in callspec.scopes.items() if own == scope and name in callspec.indices]


def _at_scope(items, keys, level):
    if level == len(_WIDE) or len(items) < 3:
        return items
    found = keys[level]
    by_key = {}
    for item in items:
        for key in found[item]:
            by_key.setdefault(key, []).append(item)
    done = {}
    spent = set()
    queue = list(items)
    while queue:
        plain = {}
        key = None
        while queue:
            item = queue.pop(0)
            if item in done or item in plain:
                continue
            open_keys = [k for k in found[item] if k not in spent]
            if not open_keys:
                plain[item] = None
                continue
            key = open_keys[-1]
            queue[:0] = by_key[key]
            break
        for item in _at_scope(list(plain), keys, level + 1):
            done[item] = None
        if key is not None:
            spent.add(key)
    return list(done)
