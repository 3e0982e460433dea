import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from members.rich_text import ATTRIBUTES, TAGS, RichTextField, plain_text, sanitise
from tests.factories import ArticleFactory, UserFactory
from tests.filling import filled

TABLE = ("table", "thead", "tbody", "tr", "th", "td")


def rich_fields(model):
    return [field for field in model._meta.fields if isinstance(field, RichTextField)]


class Tags(HTMLParser):
    """Collect the elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, str]] = set()

    def handle_starttag(self, tag, attrs):
        self.seen |= {(tag, name) for name, _ in attrs} | {(tag, "")}


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Kop</h2><p>Tekst met <strong>nadruk</strong> en <em>klem</em>.<br>Regel</p>",
        "<ul><li>een</li></ul><ol><li>twee</li></ol><blockquote><p>citaat</p></blockquote>",
        '<p><a href="/sectoren/overheden/" rel="noopener">sector</a></p>',
        '<p><a href="mailto:info@example.org" rel="noopener">mail</a></p>',
        "<table><thead><tr><th>jaar</th></tr></thead><tbody><tr><td>2027</td></tr></tbody></table>",
    ],
)
def test_sanitise_leaves_allowed_html_as_it_is(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="y">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener">a</a>'),
        ('<img src="x" onerror="y()">a', "a"),
        ("<h1>Kop</h1>", "Kop"),
        ("<iframe src='x'>b</iframe>a", "a"),
        ("a\x00b<!-- weg -->", "ab"),
        ("<svg><style>b</style><text>c</text></svg>a", "a"),
    ],
)
def test_sanitise_removes_what_is_not_allowed(html, safe):
    assert sanitise(html) == safe


@given(st.text(st.sampled_from("<>/=\"' aphscriptonxmlv!-&;:#\x00"), max_size=80))
def test_sanitise_lets_nothing_else_through(html):
    parser = Tags()
    parser.feed(sanitise(html))

    allowed = {(tag, "") for tag in TAGS} | {(tag, name) for tag, names in ATTRIBUTES.items() for name in names}
    assert parser.seen <= allowed | {("a", "rel")}


@given(st.text(max_size=80))
def test_sanitise_twice_changes_nothing_more(html):
    once = sanitise(html)

    assert sanitise(once) == once


def test_field_sanitises_what_is_stored_and_shown():
    field = RichTextField()
    field.set_attributes_from_name("text")
    row = models.Model.__new__(models.Model)
    row.text = "<p>a</p><script>b</script>"

    assert field.pre_save(row, add=True) == "<p>a</p>"
    assert row.text == "<p>a</p>"


def test_plain_text_keeps_words_apart_and_leaves_code_out():
    html = "<p>Vragen &amp; antwoorden</p><ul><li>een</li><li>twee</li></ul><script>steel()</script>"

    assert plain_text(html) == "Vragen & antwoorden een twee"


def test_editor_makes_only_what_the_server_keeps():
    everything = "".join(f"<{tag}>x</{tag}>" for tag in sorted(TAGS - {"br", "li", "a", *TABLE}))
    table = '<table><tbody><tr><th colspan="2">x</th><td rowspan="2">x</td></tr></tbody></table>'

    assert sanitise(everything) == everything
    assert sanitise(table) == table
    assert {"h1", "img", "div", "span", "u"} & TAGS == set()


@pytest.fixture
def editor(client, db):
    client.cookies["brink_language"] = "en"
    client.force_login(UserFactory(is_staff=True))
    return client


@pytest.mark.parametrize("model", [model for model in apps.get_models() if rich_fields(model)])
def test_form_has_a_labelled_editor_with_the_nonce_of_its_page(editor, model):
    if model not in admin.site._registry:
        pytest.skip("edited as a part of another page")

    response = editor.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))

    text = response.content.decode()
    (nonce,) = re.findall(r"script-src 'self' 'nonce-([^']+)'", response["Content-Security-Policy"])
    assert f'<script type="importmap" nonce="{nonce}">' in text
    with override("en"):
        labels = [capfirst(str(field.verbose_name)) for field in rich_fields(model)]
    for field, label in zip(rich_fields(model), labels, strict=True):
        assert f'<label for="id_{field.name}"' in text
        assert f'data-label="{label}"' in text


def test_nonce_is_only_where_the_editor_is(editor):
    pages = ["/", "/nieuws/", reverse("admin:portal_article_changelist"), reverse("admin:members_person_add")]

    assert all("nonce" not in editor.get(page)["Content-Security-Policy"] for page in pages)


def test_policy_never_allows_anything_inline(editor):
    policy = editor.get(reverse("admin:portal_article_add"))["Content-Security-Policy"]

    assert "style-src 'self'" in policy.split("; ")
    assert "unsafe" not in policy


HOSTILE = [
    '<p>a</p><img src=x onerror="x()">',
    '<svg onload="x()"><script>x()</script></svg><p>a</p>',
    '<p><a href="jAvAscript:x()">a</a></p>',
    '<p><a href="&#106;avascript:x()">a</a></p>',
    '<p><a href=" \x01javascript:x()">a</a></p>',
    '<math><mtext><table><mglyph><style><img src=x onerror="x()">',
    '<p style="background:url(//kwaad.example)" class="c" id="i" data-x="y">a</p>',
    '<form action="//kwaad.example"><input name="wachtwoord"><button>a</button></form>',
    "<p>" * 3_000,
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_gone_when_saved_and_when_shown(editor, html):
    article = ArticleFactory(published_at=timezone.now())
    page = reverse("admin:portal_article_change", args=[article.pk])

    response = editor.post(page, filled(editor.get(page), "article_form") | {"text": html})

    assert response.status_code == 302
    article.refresh_from_db()
    prose = (
        Client()
        .get(article.get_absolute_url())
        .content.decode()
        .partition('class="prose">')[2]
        .partition("</article>")[0]
    )
    for shown in (article.text, prose):
        assert not re.search(r"javascript|onerror|onload|<svg|<img|<form|style|class=|kwaad", shown, re.IGNORECASE)


def test_word_keeps_its_words_on_the_server_too():
    word = "<p class=MsoNormal style='mso-style:x'>Wat <b>anders</b> wordt<o:p></o:p></p>"

    assert sanitise(word + "<!--[if gte mso 9]><xml>x</xml><![endif]-->") == "<p>Wat anders wordt</p>"
