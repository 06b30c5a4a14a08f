/**
 * The original design as a good team would write it: Express takes notifications from producers, `ws` holds the
 * clients, Redis carries a message for each user from one to the other.
 *
 * `GET /api/notifications/socket?after=<id of the last notification>`, with a JWT at the upgrade. What it leaves out:
 * positions, so a replay may pass over what committed late; a sweep, so what Redis loses waits for the next
 * reconnection; batching, so each connection has a SUBSCRIBE and a query of its own; patience with slow clients, which
 * are cut off; the end of a session, which does not end its connections.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";

import { WebSocketServer, type WebSocket } from "ws";

import { bearerToken, userOf } from "./authentication";
import { SYNC } from "./envelope";
import { environment } from "./environment";
import { follow } from "./follow";
import { failed, producerApi } from "./producer-api";
import { Store } from "./store";
import { UserChannels } from "./user-channels";

const PATH = "/api/notifications/socket";
const HEARTBEAT_MS = 30_000;
/** A client that is this far behind is cut off, and replays when it comes back. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Clients have nothing to say. */
const MAX_MESSAGE_BYTES = 1024;

/** What requests have to end in. */
const GRACE_MS = 1_000;

const store = await Store.open();
const channels = new UserChannels();
const server = createServer(producerApi(store, (stored) => channels.publish(stored)).use(failed));
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES });
const alive = new WeakSet<WebSocket>();

server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));

async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  socket.on("error", () => socket.destroy());
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (pathname !== PATH) return refuse(socket, "404 Not Found");
  const userId = await userOf(bearerToken(request.headers.authorization));
  if (userId === null) return refuse(socket, "401 Unauthorized");
  sockets.handleUpgrade(request, socket, head, (client) => void connect(client, userId, searchParams.get("after")));
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function connect(client: WebSocket, userId: string, after: string | null): Promise<void> {
  alive.add(client);
  const send = (text: string): void => {
    if (client.bufferedAmount > MAX_BUFFERED_BYTES) client.terminate();
    else client.send(text);
  };
  const { caughtUp, leave } = follow(channels, store, { userId, after, send });
  client.on("pong", () => alive.add(client));
  client.on("error", () => client.terminate());
  client.once("close", leave);
  try {
    await caughtUp;
    send(JSON.stringify(SYNC));
  } catch (error) {
    console.error(error);
    client.close(1011);
  }
}

/** Whoever has not answered the last ping is gone. */
const heartbeat = setInterval(() => {
  for (const client of sockets.clients)
    if (alive.delete(client)) client.ping();
    else client.terminate();
}, HEARTBEAT_MS);

serve(server, {
  end: () => {
    for (const client of sockets.clients) client.close(1001);
  },
  close: async () => {
    clearInterval(heartbeat);
    channels.close();
    await store.close();
  },
});

/** Listens until SIGTERM. `end` then ends what clients hold open, and `close` lets go of the services after the last of them. */
function serve(server: Server, { end, close }: { end(): void; close(): Promise<void> }): void {
  server.listen(environment.port);
  process.once("SIGTERM", () => {
    server.close(() => void close());
    end();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  });
}
