import { startNginxProcess, type Nginx } from "./nginx-process";

/** Starts a real nginx in front of these servers of localhost, over plain HTTP: what is measured here is not TLS. */
export function startNginx(servers: readonly string[]): Promise<Nginx> {
  const upstreams = servers.map((url) => `server 127.0.0.1:${new URL(url).port} max_fails=0;`);
  return startNginxProcess((port) => ({
    http: `
  upstream app {
    ${upstreams.join("\n    ")}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://app;
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_next_upstream error timeout non_idempotent;
    }
  }`,
  }));
}

/** Starts a real nginx in front of this server of localhost that compresses what it forwards, event streams too, and so sends them when it has much of them. */
export function startBufferingNginx(server: string): Promise<Nginx> {
  return startNginxProcess((port) => ({
    http: `
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${new URL(server).port};
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_ignore_headers X-Accel-Buffering;
      gzip on;
      gzip_proxied any;
      gzip_types text/event-stream;
    }
  }`,
  }));
}
