def test_left_out():
    assert False
