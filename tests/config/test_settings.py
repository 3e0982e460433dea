from django.conf import settings
from django.db import connection


def test_database_of_the_run_is_reached(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")

        assert cursor.fetchone()[0].startswith(("test_brink", "test_"))
    assert settings.PASSWORD_HASHERS
