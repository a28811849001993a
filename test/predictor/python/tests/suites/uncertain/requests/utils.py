import os
from urllib.parse import urlparse


def get_netrc_auth(url, raise_errors=False):
    from netrc import netrc

    given = os.environ.get("NETRC")
    for file in ("~/.netrc", "~/_netrc") if given is None else (given,):
        path = os.path.expanduser(file)
        if os.path.exists(path):
            found = netrc(path).authenticators(urlparse(url).hostname)
            return found and (found[0], found[2])
    return None
