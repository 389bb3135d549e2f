# One image for every process: `b2b portal`, `b2b integration`, `b2b worker`, `b2b scheduler`, `b2b migrate`.
FROM python:3.12-slim-bookworm AS build
RUN python -m venv /opt/b2b
WORKDIR /build
COPY requirements.lock ./
RUN /opt/b2b/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.lock
COPY pyproject.toml README.md hatch_build.py ./
COPY scripts/assets.py ./scripts/assets.py
COPY frontend ./frontend
COPY src ./src
RUN /opt/b2b/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/b2b --create-home b2b
COPY --from=build /opt/b2b /opt/b2b
WORKDIR /app
COPY migrations ./migrations
COPY demo ./demo
COPY deploy/healthcheck.py ./healthcheck.py
ENV PATH=/opt/b2b/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    B2B_HOME=/var/lib/b2b \
    B2B_LISTEN_HOST=0.0.0.0 \
    B2B_PORTAL_PORT=8000 \
    B2B_INTEGRATION_PORT=8001 \
    B2B_WORKER_METRICS_PORT=9001 \
    B2B_SCHEDULER_METRICS_PORT=9002 \
    B2B_LOGO_METRICS_PORT=9003
USER b2b
VOLUME /var/lib/b2b
EXPOSE 8000 8001 9001 9002 9003
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "/app/healthcheck.py"]
ENTRYPOINT ["b2b"]
CMD ["portal"]
