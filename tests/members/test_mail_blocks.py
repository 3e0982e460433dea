"""What a plain text is made of: each block that our templates write, and what people write that looks like one."""

import pytest

from members.mail_blocks import blocks_of, linked

SITE = "https://brink.example.org"


@pytest.fixture(autouse=True)
def site(settings):
    settings.PUBLIC_URL = SITE


def kinds(text):
    return [block.kind for block in blocks_of(text)]


def test_text_is_parted_by_blank_lines():
    (first, second) = blocks_of("Dag Jan,\n\n \n\nHet gaat door.\nTot dan.\n")

    assert (first.kind, first.lines) == ("paragraph", ("Dag Jan,",))
    assert second.lines == ("Het gaat door.", "Tot dan.")


def test_lines_with_a_dash_are_a_list_below_what_heads_it():
    head, items = blocks_of("U hebt een zetel in:\n- Overheden\n- Veiligheid & <Zorg>")

    assert (head.kind, head.lines) == ("paragraph", ("U hebt een zetel in:",))
    assert (items.kind, items.lines) == ("list", ("Overheden", "Veiligheid &amp; &lt;Zorg&gt;"))


def test_labels_and_values_are_facts():
    (facts,) = blocks_of("Onderwerp: Data: delen\nInbreng tot en met: 6 april")

    assert (facts.kind, facts.facts) == ("facts", (("Onderwerp", "Data: delen"), ("Inbreng tot en met", "6 april")))


@pytest.mark.parametrize(
    "text",
    [
        "Is dit een vergissing? Antwoord dan op deze mail: het kan terug.",
        "Waar: zaal 1\nNeem uw pas mee.",
        "Dit is veel te lang om een label te zijn: ja",
        "12: middaguur",
        "Bel ons:",
    ],
)
def test_sentences_with_a_colon_are_no_facts(text):
    assert kinds(text) == ["paragraph"]


def test_address_of_the_site_below_its_label_is_a_button():
    (button,) = blocks_of(f"Geef hier uw inbreng:\n{SITE}/bijeenkomsten/3/voorbereiding/")

    assert (button.kind, button.label, button.is_primary) == ("link", "Geef hier uw inbreng", True)
    assert button.address == f"{SITE}/bijeenkomsten/3/voorbereiding/"


def test_label_of_a_button_is_the_last_sentence():
    told, button = blocks_of(f"Gaat het niet door? Trek het dan hier in:\n{SITE}/mijn/")

    assert (told.lines, button.label) == (("Gaat het niet door?",), "Trek het dan hier in")


def test_label_may_stand_apart_from_its_address():
    (button,) = blocks_of(f"Kies een nieuw wachtwoord:\n\n{SITE}/account/password/")

    assert (button.label, button.is_primary) == ("Kies een nieuw wachtwoord", True)


def test_only_the_first_button_is_the_one_that_matters():
    blocks = blocks_of(f"Lees het hier:\n{SITE}/a/\n\nOf kijk hier:\n{SITE}/b/")

    assert [(block.label, block.is_primary) for block in blocks] == [("Lees het hier", True), ("Of kijk hier", False)]


def test_address_without_a_label_is_shown_as_it_is():
    told, link, rest = blocks_of(f"Overheden\n{SITE}/a/\nTot dan.")

    assert (told.lines, rest.lines) == (("Overheden",), ("Tot dan.",))
    assert (link.label, link.is_primary) == (f"{SITE}/a/", False)


@pytest.mark.parametrize("address", ["https://evil.example.com/", f"{SITE}.evil.example.com/", f"{SITE}@evil.example/"])
def test_address_elsewhere_never_hides_behind_words(address):
    (told,) = blocks_of(f"Log hier in:\n{address}")

    assert told.kind == "paragraph"
    assert f'">{address}</a>' in told.lines[1]


@pytest.mark.parametrize("code", ["ABCD-1234", "123456", "XKLM-PQRS"])
def test_code_alone_is_easy_to_copy(code):
    assert [(block.kind, block.label) for block in blocks_of(f"Typ dit:\n\n{code}\n\nKlaar.")][1] == ("code", code)


@pytest.mark.parametrize("words", ["SSNT", "2026", "ABCD-1234 is de code."])
def test_other_words_in_capitals_are_no_code(words):
    assert kinds(words) == ["paragraph"]


def test_line_with_dashes_below_it_is_a_heading():
    assert [(block.kind, block.label) for block in blocks_of("Nieuws\n-----\n\nEen\n--")] == [
        ("heading", "Nieuws"),
        ("paragraph", ""),
    ]


def test_empty_text_has_no_blocks():
    assert blocks_of(" \n\n") == []


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("Zie https://a.nl/?b=1&c=2.", 'Zie <a href="https://a.nl/?b=1&amp;c=2">https://a.nl/?b=1&amp;c=2</a>.'),
        ("(<https://a.nl>)", '(&lt;<a href="https://a.nl">https://a.nl</a>&gt;)'),
        ("Mail jan@a-b.nl.", 'Mail <a href="mailto:jan@a-b.nl">jan@a-b.nl</a>.'),
        ("javascript:alert(1) & 'x'", "javascript:alert(1) &amp; &#x27;x&#x27;"),
        ('https://a.nl/"onclick="x', '<a href="https://a.nl/">https://a.nl/</a>&quot;onclick=&quot;x'),
    ],
)
def test_addresses_in_a_line_lead_where_they_say(line, html):
    assert linked(line) == html
