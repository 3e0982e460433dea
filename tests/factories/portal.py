"""Factories of the portal app."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from portal.models import Article, DataExport
from tests.factories.members import UserFactory
from tests.factories.moments import moment


class ArticleFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Bericht {n}")
    slug = factory.Sequence(lambda n: f"bericht-{n}")
    published_at = moment(date(2020, 1, 2))

    class Meta:
        model = Article


class DataExportFactory(DjangoModelFactory):
    account = factory.SubFactory(UserFactory)

    class Meta:
        model = DataExport
