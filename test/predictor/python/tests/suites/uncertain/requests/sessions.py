from .utils import get_netrc_auth


class Request:
    def __init__(self, url):
        self.url = url
        self.headers = {}


def send(url):
    request = Request(url)
    auth = get_netrc_auth(url)
    if isinstance(auth, tuple):
        request.headers["Authorization"] = ":".join(auth)
    elif auth:
        request = auth(request)
    return request
