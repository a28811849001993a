"""A package of tests."""
FROM = "packed"
