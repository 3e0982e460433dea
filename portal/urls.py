"""Routes of the portal app: pages that join floors. The words in paths are Dutch, names and arguments English."""

from django.conf import settings
from django.urls import path

from portal.newsroom import urls as newsroom_urls
from portal.succession import urls as succession_urls
from portal.views import (
    calendar_links,
    contacts,
    display,
    front,
    gallery,
    mine,
    mine_security,
    moving,
    news,
    office,
    organisations,
    preferences,
    privacy,
    requests,
    search,
    seats,
    sectors,
    share_images,
    texts,
    unsubscribe,
    waiting,
    wellknown,
)
from sectors import converters  # noqa: F401 - registers <year:…>

sector_urls = [
    path("sectoren/", sectors.sector_list, name="sector-list"),
    path("sectoren/<slug:slug>/", sectors.sector_detail, name="sector-detail"),
    path("sectoren/<slug:slug>/<year:year>/", sectors.sector_year, name="sector-year"),
]

organisation_urls = [
    path("leden/", organisations.organisation_list, name="organisation-list"),
    path("leden/<slug:slug>/", organisations.organisation_detail, name="organisation-detail"),
    path("contact/<int:pk>.vcf", contacts.contact_card, name="contact-card"),
]

news_urls = [
    path("nieuws/", news.article_list, name="article-list"),
    path("nieuws/feed.atom", news.article_feed, name="article-feed"),
    path("nieuws/<year:year>/", news.article_year, name="article-year"),
    path("nieuws/<year:year>/<slug:slug>/", news.article_detail, name="article-detail"),
    path("sectoren/<slug:slug>/feed.atom", news.sector_feed, name="sector-feed"),
]

search_urls = [
    path("zoeken/", search.search, name="search"),
]

share_image_urls = [
    path("deelbeeld/netwerk.png", share_images.network_image, name="network-image"),
    *(
        path(f"deelbeeld/{word}/<slug:key>.png", share_images.share_image, {"kind": kind}, name="share-image")
        for word, kind in (
            ("sectoren", "sector"),
            ("bijeenkomsten", "meeting"),
            ("programmas", "programme"),
            ("platforms", "platform"),
            ("kenniskringen", "circle"),
            ("leden", "organisation"),
            ("nieuws", "article"),
        )
    ),
]

request_urls = [
    path("wachten/", waiting.waiting, name="waiting"),
    path("aanvragen/", requests.request_list, name="request-list"),
    path("aanvragen/<int:pk>/", requests.request_decide, name="request-decide"),
    path("aanvragen/uitnodigen/", requests.invitation_create, name="invitation-create"),
    path("aanvragen/uitnodigen/<int:pk>/intrekken/", requests.invitation_withdraw, name="invitation-withdraw"),
]

mine_urls = [
    path("mijn/", mine.mine, name="mine"),
    path("mijn/profiel/", mine.mine_profile, name="mine-profile"),
    path("mijn/agenda/", calendar_links.mine_calendar, name="mine-calendar"),
    path("mijn/agenda/<int:pk>/intrekken/", calendar_links.mine_calendar_revoke, name="mine-calendar-revoke"),
]

mail_urls = [
    path("mijn/berichten/", preferences.mine_mail, name="mine-mail"),
    path("afmelden/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]

seat_urls = [
    path("mijn/beveiliging/", mine_security.mine_security, name="mine-security"),
    path("mijn/zetels/", seats.mine_seats, name="mine-seats"),
    path("mijn/zetels/<int:pk>/", seats.mine_seat, name="mine-seat"),
    path("mijn/zetels/<int:pk>/opzeggen/", seats.mine_seat_leave, name="mine-seat-leave"),
]

moving_urls = [
    path("mijn/werkgever/", moving.mine_employer, name="mine-employer"),
    path("mijn/vertrek/", moving.mine_leave, name="mine-leave"),
    path("personen/<int:pk>/vertrek/", moving.person_leave, name="person-leave"),
    path("leden/<slug:slug>/vertrek/", moving.organisation_leave, name="organisation-leave"),
]

privacy_urls = [
    path("mijn/gegevens/", privacy.mine_data, name="mine-data"),
    path("mijn/gegevens/wissen/", privacy.mine_data_erase, name="mine-data-erase"),
    path("mijn/gegevens/<int:pk>/download/", privacy.mine_data_download, name="mine-data-download"),
    path("personen/<int:pk>/wissen/", privacy.person_erase, name="person-erase"),
]

house_urls = [
    path("weergave/", display.display, name="display"),
    path("toegankelijkheid/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("sitemap.xml", wellknown.sitemap, name="sitemap"),
    path(".well-known/security.txt", wellknown.security_txt, name="security-txt"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
]

if settings.DEBUG:
    house_urls.append(path("onderdelen/", gallery.component_gallery, name="component-gallery"))

office_urls = [
    path("bureau/", office.office, name="office"),
    path("bureau/<slug:table>.csv", office.office_table, name="office-table"),
]

urlpatterns = [
    path("", front.front, name="front"),
    *newsroom_urls.urlpatterns,
    *succession_urls.urlpatterns,
    *sector_urls,
    *organisation_urls,
    *news_urls,
    *search_urls,
    *share_image_urls,
    *request_urls,
    *mine_urls,
    *mail_urls,
    *seat_urls,
    *moving_urls,
    *privacy_urls,
    *office_urls,
    *house_urls,
]
