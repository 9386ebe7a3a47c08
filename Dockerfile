# One image, one service per container: `hub start --only <service>`. What npm installs is a layer of its own, made again
# only where a package.json or the lock changes.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS dependencies
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY services/shared/core/package.json services/shared/core/
COPY services/shared/client/package.json services/shared/client/
COPY services/shared/platform/package.json services/shared/platform/
COPY services/shared/simulation/package.json services/shared/simulation/
COPY services/gateway/package.json services/gateway/
COPY services/projector/package.json services/projector/
COPY services/query/package.json services/query/
COPY services/dispatcher/package.json services/dispatcher/
COPY services/console/package.json services/console/
COPY services/ofeli/package.json services/ofeli/
COPY services/kairos/package.json services/kairos/
COPY services/eos/package.json services/eos/
COPY services/hub/package.json services/hub/
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Open training hub" \
      org.opencontainers.image.description="Open data hub for vocational training: partner systems report events, financers read training paths" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/node:24.21.0-bookworm-slim"
WORKDIR /hub
# `hub` by its name is for people: docker compose exec gateway hub status.
RUN mkdir -m 0700 /data /secrets && chown node:node /data /secrets && ln -s /hub/services/hub/bin/hub.js /usr/local/bin/hub
COPY --from=dependencies /hub ./
COPY LICENSE ./
COPY migrations ./migrations
COPY schemas ./schemas
COPY contracts ./contracts
COPY services ./services
ENV NODE_ENV=production HUB_DATA_DIR=/data HUB_HOST=0.0.0.0
USER node
EXPOSE 8400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.HUB_PORT ?? 8400) + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that SIGTERM reaches the hub: npx and npm would swallow it.
ENTRYPOINT ["node", "/hub/services/hub/bin/hub.js"]
CMD ["start"]
