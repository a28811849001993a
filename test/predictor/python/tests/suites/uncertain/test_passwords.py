"""The user's own .netrc may know a password for any host."""
from requests.sessions import send
from requests.utils import get_netrc_auth


def test_hangs_on_none():
    assert send("https://a.example/x").url == "https://a.example/x"
    assert send("https://b.example").url == "https://b.example"


def test_fails_with_any():
    assert send("https://a.example").url == "https://b.example"


def test_hangs_on_it():
    assert "Authorization" not in send("https://a.example").headers


def test_hangs_on_what_it_is():
    assert send("https://a.example").headers.get("Authorization", "none") != "a:b"


def test_says_the_same_again():
    first = send("https://a.example").headers
    assert ("Authorization" in first) == ("Authorization" in send("https://a.example").headers)


def test_asks_by_itself():
    assert get_netrc_auth("https://a.example") is None


def test_has_a_home_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert send("https://a.example").headers == {}
    (tmp_path / ".netrc").write_text("machine a.example login me password secret")
    assert send("https://a.example").headers == {"Authorization": "me:secret"}


def test_has_a_file_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("NETRC", str(tmp_path / "passwords"))
    assert send("https://a.example").headers == {}


def test_looks_for_none(monkeypatch):
    monkeypatch.setattr("os.path.exists", lambda path: False)
    assert send("https://a.example").headers == {}
