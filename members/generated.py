"""Columns that PostgreSQL generates from others: folded text, sort keys and Dutch search vectors.

Accents are folded in SQL by translate(lower(…)), so that Fryslân, fryslan and FRYSLAN are one word in the column and
in the query alike, on any PostgreSQL: no unaccent extension and no ICU are needed.
"""

import operator
from functools import reduce

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Lower

# Upper case stands beside lower case: under the C locale lower() leaves letters outside ASCII as they are.
_PAIRS = (
    ("áàâäãåÁÀÂÄÃÅ", "a"),
    ("éèêëÉÈÊË", "e"),
    ("íìîïÍÌÎÏ", "i"),
    ("óòôöõøÓÒÔÖÕØ", "o"),
    ("úùûüÚÙÛÜ", "u"),
    ("ýÿÝŸ", "y"),
    ("ñÑ", "n"),
    ("çÇ", "c"),
)
ACCENTED = "".join(accented for accented, _plain in _PAIRS)
PLAIN = "".join(plain * len(accented) for accented, plain in _PAIRS)


def folded(expression: str | models.Expression) -> models.Func:
    """Return the SQL text in lower case and without accents."""
    return models.Func(
        Lower(expression),
        models.Value(ACCENTED),
        models.Value(PLAIN),
        function="translate",
        output_field=models.TextField(),
    )


def sort_key(field: str) -> models.GeneratedField:
    """Return a stored column that sorts the text in `field` as people do: accents and case make no difference."""
    return models.GeneratedField(
        expression=folded(field), output_field=models.TextField(db_collation="C"), db_persist=True
    )


def search_vector(**weights: str) -> models.GeneratedField:
    """Return a stored Dutch search vector over text columns of the same row.

    Each keyword is a column, its value the weight A (heaviest) to D. HTML tags in rich text are no words to the
    parser of PostgreSQL.
    """
    vectors = (SearchVector(folded(column), config="dutch", weight=weight) for column, weight in weights.items())
    return models.GeneratedField(
        expression=reduce(operator.add, vectors), output_field=SearchVectorField(), db_persist=True
    )
