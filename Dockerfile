# The bot without its sandbox. Configuration is mounted at /oakum/config, the store lives in /oakum/data:
#   docker run -v ./config:/oakum/config:ro -v oakum-data:/oakum/data --env-file .env oakum
FROM python:3.13-slim AS builder
WORKDIR /build
RUN python -m venv /opt/oakum && mkdir -p /oakum/config /oakum/data
# The locked packages first: this layer stays while only our code changes.
COPY requirements/build.txt requirements/core.txt requirements/
RUN /opt/oakum/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
 && /opt/oakum/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r requirements/core.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY checks checks
RUN /opt/oakum/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/oakum/bin/pip uninstall --yes setuptools pip

FROM python:3.13-slim
# For rollbacks by git. Whichever version the distribution has: a pinned one is gone with its next point release.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/oakum /opt/oakum
# A numeric user needs no entry in /etc/passwd, and Kubernetes can see that it is not root.
COPY --from=builder --chown=10001:10001 /oakum /oakum
ENV PATH=/opt/oakum/bin:$PATH HOME=/oakum/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /oakum
VOLUME ["/oakum/config", "/oakum/data"]
# Docker reserves the exit status 2, with which oakum says that it could not tell.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["sh", "-c", "oakum alive || exit 1"]
ENTRYPOINT ["oakum"]
CMD ["run"]
