# One image, three commands: web (the default), worker and beat; docker-compose.yml names them.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DATA_DIR=/data STATIC_ROOT=/app/staticfiles HOME=/data
WORKDIR /app

COPY requirements.txt .
RUN pip install --disable-pip-version-check --require-hashes --requirement requirements.txt

COPY . .
RUN PRODUCTION=1 SECRET_KEY=only-to-collect-static-files ALLOWED_HOSTS=localhost PUBLIC_URL=https://localhost \
    DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost EMAIL_URL=smtp://localhost \
    python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --home-dir /data --shell /usr/sbin/nologin brink \
    && install -d -o brink -g brink /data
USER brink
VOLUME /data
EXPOSE 8000

CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
