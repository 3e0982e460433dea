"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.front_cache import FrontCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()
application = FrontCache(django) if settings.PRODUCTION else django  # elsewhere every change shows at once
