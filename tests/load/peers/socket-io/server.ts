/**
 * Express and socket.io with its Redis adapter, a room for each user; clients speak WebSocket only.
 *
 * The CONNECT packet brings `{"token", "after"}`, the id of the last notification being `after`. It leaves out what the
 * original design does: positions, a sweep, batching, the end of a session. As socket.io's own guide has it, a client
 * joins first and then gets what it had missed, so that one which is published in between comes twice.
 */
import { createServer } from "node:http";

import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server, type Socket } from "socket.io";

import { userOf } from "@/tests/load/peers/authentication";
import { envelope, SYNC } from "@/tests/load/peers/envelope";
import { environment } from "@/tests/load/peers/environment";
import { failed, producerApi } from "@/tests/load/peers/producer-api";
import { serve } from "@/tests/load/peers/serve";
import { Store } from "@/tests/load/peers/store";

const EVENT = "notification";

const store = await Store.open();
const publisher = new Redis(environment.redisUrl);
const subscriber = new Redis(environment.redisUrl);
for (const redis of [publisher, subscriber]) redis.on("error", (error: Error) => console.error(error.message));

const api = producerApi(store, (stored) => {
  for (const { userId, notification } of stored) io.to(userId).emit(EVENT, envelope(notification));
});
const server = createServer(api.use(failed));
const io = new Server(server, {
  transports: ["websocket"],
  serveClient: false,
  adapter: createAdapter(publisher, subscriber),
});

// Its performance guide: the handshake's request need not be kept for every client.
io.engine.on("connection", (client: { request: unknown }) => (client.request = null));
io.use((socket, next) => void authenticate(socket, next));
io.on("connection", (socket) => void connect(socket));

async function authenticate(socket: Socket, next: (error?: Error) => void): Promise<void> {
  const token: unknown = socket.handshake.auth["token"];
  const userId = await userOf(typeof token === "string" ? token : null);
  if (userId === null) return next(new Error("Unauthorized"));
  socket.data = { userId };
  next();
}

async function connect(socket: Socket): Promise<void> {
  const { userId } = socket.data as { userId: string };
  const after: unknown = socket.handshake.auth["after"];
  try {
    await socket.join(userId);
    const missed = typeof after === "string" ? await store.missed(userId, after) : [];
    for (const notification of missed) socket.emit(EVENT, envelope(notification));
    socket.emit(EVENT, SYNC);
  } catch (error) {
    console.error(error);
    socket.disconnect(true);
  }
}

serve(server, {
  end: () => io.engine.close(),
  close: async () => {
    publisher.disconnect();
    subscriber.disconnect();
    await store.close();
  },
});
