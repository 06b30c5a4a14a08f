import getPort from "get-port";

import type { Contender, ContenderKind, Ground } from "@/tests/load/bench/contender";
import { startPeer } from "@/tests/load/peers/start-peer";
import { startNginxProcess } from "@/tests/support/nginx-process";

import { nchanModule } from "./nchan-module";

/**
 * nginx with the module nchan in front of an Express app, messages in Redis. nchan does not say when it has caught up:
 * a stream is open when its headers have come. `start` throws NotInstalledError where there is no nchan.
 */
export const nchan = {
  name: "nchan",
  protocol: "event-stream",
  openedBy: "headers",
  start: async (ground: Ground): Promise<Contender> => {
    const nchanPath = nchanModule();
    const publisherPort = await getPort({ host: "127.0.0.1" });
    const app = await startPeer("nchan/server.ts", ground, {
      NCHAN_PUBLISHER_URL: `http://127.0.0.1:${publisherPort}`,
    });
    const nginx = await startNginxProcess((port) => ({
      main: `load_module ${nchanPath};`,
      http: configure({ port, publisherPort, appUrl: app.url, redisUrl: ground.redisUrl }),
    }));
    return {
      url: nginx.url,
      pids: [...app.pids, nginx.workerPid],
      stop: async () => {
        await nginx.stop();
        await app.stop();
      },
    };
  },
} satisfies ContenderKind & { openedBy: "headers" };

interface Addresses {
  port: number;
  publisherPort: number;
  appUrl: string;
  redisUrl: string;
}

function configure({ port, publisherPort, appUrl, redisUrl }: Addresses): string {
  return `
  upstream app {
    server ${new URL(appUrl).host};
    keepalive 16;
  }
  upstream redis {
    nchan_redis_server ${redisUrl};
  }
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  nchan_redis_pass redis;
  nchan_message_timeout 1h;
  nchan_message_buffer_length 1000;
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 2m;
    location / {
      proxy_pass http://app;
    }
    location = /authenticate {
      internal;
      proxy_pass http://app;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
    location = /api/notifications/stream {
      auth_request /authenticate;
      auth_request_set $user_id $upstream_http_x_user_id;
      nchan_subscriber eventsource;
      nchan_channel_id $user_id;
      nchan_subscriber_first_message newest;
      nchan_eventsource_ping_interval 30;
    }
  }
  server {
    listen 127.0.0.1:${publisherPort};
    keepalive_requests 1000000;
    location ~ ^/([0-9a-f-]+)$ {
      nchan_publisher;
      nchan_channel_id $1;
    }
  }`;
}
