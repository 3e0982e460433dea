import pytest

from meetings.web_links import web_link


@pytest.mark.parametrize("address", ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://example.org/"])
def test_address_of_the_web_stays_as_it_is(address):
    assert web_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "ftp://example.org/",
            "file:///etc/passwd",
        ),
        *("//example.org", "/pad", "example.org", "https:", "https:///pad", "http://[", "mailto:a@example.org"),
        *(" javascript:alert(1)", "java\nscript:alert(1)"),
    ],
)
def test_anything_else_is_no_link(address):
    assert web_link(address) == ""
