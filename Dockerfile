# The bot in a container: docker compose up -d (compose.yaml), or
#   docker run -d --env-file .env -e KUAIXUN_DATABASE=/data/kuaixun.db -e KUAIXUN_METRICS_PORT=9464 -v kuaixun:/data kuaixun

FROM python:3.11-slim-bookworm AS program
WORKDIR /src
COPY requirements.lock requirements-dev.lock ./
# Exactly the files of the lock, by their hashes, and nothing that would have to be compiled. setuptools, which builds
# our own package below, is pinned in the other lock.
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements.lock
RUN sed -n '/^setuptools==/,/[^\\]$/p' requirements-dev.lock > build.lock \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r build.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY storage storage
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-index --no-deps --no-build-isolation . \
    && /opt/venv/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Kuaixun" org.opencontainers.image.licenses="MIT"
# A number, not a name, so that Kubernetes too can tell that it is not root.
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin kuaixun \
    && install -d -o kuaixun -g kuaixun -m 0700 /data
COPY --from=program /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    KUAIXUN_DATABASE=/data/kuaixun.db MPLCONFIGDIR=/tmp
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# Asks /healthz, which is there with KUAIXUN_METRICS_PORT only; without it, no more than whether a bot runs at all.
HEALTHCHECK --interval=60s --timeout=15s --start-period=60s --retries=3 CMD ["kuaixun", "doctor", "--running"]
ENTRYPOINT ["kuaixun"]
CMD ["run"]
