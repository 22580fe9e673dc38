"""`oakum rows`: what is mistyped."""


def test_a_number_without_end_is_no_fault(lived):
    """Python reads no number of more than 4,300 digits: what to type is said all the same."""
    ran = lived.oakum("rows", "churn", "9" * 5000, "wrong")
    assert (ran.status, "like: oakum rows churn 2 wrong" in ran.err) == (2, True)
