import xml.etree.ElementTree as ET
from datetime import date

from tests.factories import JointActivityFactory, NetworkFactory

URL = "/activiteiten/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client):
    root = ET.fromstring(client.get(URL).content)
    return root.findall(f"{ATOM}entry")


def test_feed_holds_what_one_can_still_join_newest_first(client, activity):
    JointActivityFactory(title="Loopt", state="running")
    JointActivityFactory(title="Te laat", state="open", join_before=date(2027, 3, 31))
    JointActivityFactory(title="Archief", state="open", circle__state="archived")
    JointActivityFactory(title="Altijd", state="open")

    assert [entry.findtext(f"{ATOM}title") for entry in entries(client)] == ["Altijd", "Samen testen"]


def test_entry_is_known_by_a_tag_and_has_what_atom_asks(client, activity):
    (entry,) = entries(client)

    assert entry.findtext(f"{ATOM}id") == f"tag:localhost,2026:activity/{activity.pk}"
    assert entry.find(f"{ATOM}link").get("href").endswith(activity.get_absolute_url())
    assert entry.findtext(f"{ATOM}updated")
    assert "20 april 2027" in entry.findtext(f"{ATOM}summary")


def test_feed_may_be_kept_and_is_cheap(client, django_assert_num_queries, db):
    NetworkFactory()
    JointActivityFactory.create_batch(40, state="open")

    with django_assert_num_queries(2):
        response = client.get(URL, headers={"Accept-Language": "en"})

    assert response.headers["Cache-Control"] == "public, max-age=900"
    assert response.headers["Content-Type"].startswith("application/atom+xml")
