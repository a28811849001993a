known = {}
