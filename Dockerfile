# One image, one service per container: `hub start --only <service>`.
FROM node:24-bookworm-slim
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
COPY contracts ./contracts
COPY services ./services
RUN npm ci --omit=dev --omit=optional
COPY schemas ./schemas
COPY migrations ./migrations
COPY tsconfig.base.json ./
RUN mkdir /data && chown node:node /data
USER node
ENV HUB_DATA_DIR=/data
EXPOSE 8400
ENTRYPOINT ["npx", "--no-install", "hub"]
CMD ["start"]
