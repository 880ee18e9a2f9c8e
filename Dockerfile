FROM node:24-slim AS static
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY static/src static/src
RUN npm run build

FROM python:3.12-slim AS packages
COPY requirements/prod.txt /tmp/prod.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/prod.txt
WORKDIR /app
COPY static/src/fonts.py static/src/fonts.py
COPY --from=static /app/static/build static/build
RUN /opt/venv/bin/python static/src/fonts.py

FROM python:3.12-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin assembly
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY manage.py ./
COPY assembly assembly
COPY data data
COPY deploy/health.py deploy/
COPY recommendations recommendations
COPY recruitment recruitment
COPY sessions sessions
COPY templates templates
COPY locale locale
COPY docs/addresses.md docs/
RUN pybabel --quiet compile --domain django --directory locale
COPY --from=packages /app/static/build static/build
# The addresses and keys of this step are used by nothing and are not kept.
RUN SECRET_KEY=only-to-collect-the-static-files-and-never-to-serve-pages FIELD_KEY_FILE=manage.py \
    ALLOWED_HOSTS=localhost SITE_URL=https://localhost EMAIL_URL=consolemail:// \
    DATABASE_URL=postgres://localhost/none REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --noinput \
    && install -d -o assembly -g assembly -m 0700 var/media
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "deploy/health.py"]
CMD ["python", "-m", "assembly.serve", "--address", "0.0.0.0"]
