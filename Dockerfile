# The app: node server.js. With another command, its jobs: node commands/migrate.mjs, commands/publish-assets.mjs,
# commands/purge.mjs, commands/seed.mjs.
FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
# Nothing that is built needs a script of a package.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
# HOSTNAME is the address to listen on; containers have their name there, which leads to one of their addresses only.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
# Owned by root: the server cannot change itself.
COPY --from=build /app/.next/standalone ./
# A new volume takes its owner from here.
RUN install -d -o node -g node /srv/assets
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=10s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
