import logging
import os
import sys

import pytest


class Config:
    url = "http://example.org"

    def get(self):
        return self.url


def test_setattr(monkeypatch):
    monkeypatch.setattr(Config, "url", "http://test")
    assert Config().get() == "http://test"


def test_setattr_is_undone():
    assert Config().get() == "http://example.org"


def test_setattr_by_name(monkeypatch):
    monkeypatch.setattr("os.path.exists", lambda p: True)
    assert os.path.exists("/no/such/thing")


def test_missing_attribute(monkeypatch):
    with pytest.raises(AttributeError):
        monkeypatch.setattr(Config, "nothing", 1)
    monkeypatch.setattr(Config, "nothing", 1, raising=False)
    assert Config.nothing == 1


def test_environment(monkeypatch):
    monkeypatch.setenv("FORETRACE_SAMPLE", "yes")
    assert os.environ["FORETRACE_SAMPLE"] == "yes"
    monkeypatch.delenv("FORETRACE_SAMPLE")
    assert "FORETRACE_SAMPLE" not in os.environ


def test_items(monkeypatch):
    table = {"a": 1}
    monkeypatch.setitem(table, "a", 2)
    monkeypatch.setitem(table, "b", 3)
    assert table == {"a": 2, "b": 3}
    monkeypatch.undo()
    assert table == {"a": 1}


def test_context():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Config, "url", "x")
        assert Config.url == "x"
    assert Config.url == "http://example.org"


def test_capsys(capsys):
    print("out")
    print("err", file=sys.stderr)
    captured = capsys.readouterr()
    assert captured.out == "out\n"
    assert captured.err == "err\n"
    assert capsys.readouterr() == ("", "")


def test_capsys_write(capsys):
    sys.stdout.write("abc")
    sys.stdout.flush()
    out, err = capsys.readouterr()
    assert (out, err) == ("abc", "")


def test_tmp_path(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("hello\n")
    assert file.read_text() == "hello\n"
    assert [p.name for p in tmp_path.iterdir()] == ["note.txt"]
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    assert folder.is_dir() and not (tmp_path / "c").exists()


def test_tmp_path_factory(tmp_path_factory):
    first = tmp_path_factory.mktemp("data")
    second = tmp_path_factory.mktemp("data")
    assert first != second and first.parent == second.parent


def test_chdir(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open("x.txt", "w") as f:
        f.write("1")
    assert (tmp_path / "x.txt").exists()


def test_caplog(caplog):
    logger = logging.getLogger("sample")
    logger.warning("hot: %d", 40)
    logger.info("not seen")
    assert caplog.messages == ["hot: 40"]
    assert caplog.record_tuples == [("sample", logging.WARNING, "hot: 40")]
    with caplog.at_level(logging.DEBUG, logger="sample"):
        logger.debug("seen")
    assert "seen" in caplog.text
    caplog.clear()
    assert caplog.records == []


def test_pytestconfig(pytestconfig):
    assert pytestconfig.getini("xfail_strict") is False
    assert pytestconfig.rootpath.name


def test_record_property(record_property):
    record_property("key", 1)


def test_syspath(monkeypatch, tmp_path):
    (tmp_path / "helper_of_sample.py").write_text("VALUE = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    import helper_of_sample

    assert helper_of_sample.VALUE == 7


def test_tmpdir(tmpdir, tmp_path):
    assert str(tmpdir) == str(tmp_path)
    p = tmpdir.mkdir("sub").join("a.txt")
    p.write("x\ny")
    assert p.read() == "x\ny" and p.readlines() == ["x\n", "y"] and p.check(file=1) and not p.check(dir=1)
    assert [q.basename for q in tmpdir.visit("*.txt")] == ["a.txt"]
    assert p.relto(tmpdir) == "sub/a.txt" and p.ext == ".txt" and p.purebasename == "a" and p.dirpath() == tmpdir / "sub"
    assert tmpdir.ensure("deep", "er", "file").exists() and p.new(ext="py").basename == "a.py" and p in [tmpdir.join("sub/a.txt")]
    with tmpdir.as_cwd():
        assert open("sub/a.txt").read() == "x\ny"
    p.remove()
    assert not p.exists() and tmpdir.join("sub").listdir() == []


def test_tmpdir_factory(tmpdir_factory):
    assert tmpdir_factory.mktemp("made").check(dir=1)
    assert tmpdir_factory.getbasetemp().join("none").check() is False
