/**
 * The same as the original design, with event streams by better-sse in place of WebSockets.
 *
 * `GET /api/notifications/stream` with a JWT; the id of the last notification is the `id:` of its event and comes back
 * in Last-Event-ID. It leaves out what the original design does: positions, a sweep, batching, patience with slow
 * clients, the end of a session.
 */
import { createServer } from "node:http";

import { createSession, type Session } from "better-sse";

import { bearerToken, userOf } from "@/tests/load/peers/authentication";
import { idOf, SYNC } from "@/tests/load/peers/envelope";
import { follow } from "@/tests/load/peers/follow";
import { failed, producerApi } from "@/tests/load/peers/producer-api";
import { serve } from "@/tests/load/peers/serve";
import { Store } from "@/tests/load/peers/store";
import { UserChannels } from "@/tests/load/peers/user-channels";

const HEARTBEAT_MS = 30_000;
/** A client that is this far behind is cut off, and replays when it comes back. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

const store = await Store.open();
const channels = new UserChannels();
const app = producerApi(store, (stored) => channels.publish(stored));
const open = new Set<{ end(): void }>();

app.get("/api/notifications/stream", async (request, response) => {
  const userId = await userOf(bearerToken(request.headers.authorization));
  if (userId === null) {
    response.status(401).json({ title: "Unauthorized" });
    return;
  }
  // Envelopes come from Redis as text already.
  const session: Session = await createSession(request, response, { serializer: String, keepAlive: HEARTBEAT_MS });
  const { caughtUp, leave } = follow(channels, store, {
    userId,
    after: session.lastId || null,
    send: (text) => {
      if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
      else if (session.isConnected) session.push(text, "message", idOf(text));
    },
  });
  open.add(response);
  session.once("disconnected", () => {
    open.delete(response);
    leave();
  });
  try {
    await caughtUp;
    if (session.isConnected) session.push(JSON.stringify(SYNC), "sync", session.lastId);
  } catch (error) {
    console.error(error);
    response.destroy();
  }
});

serve(createServer(app.use(failed)), {
  end: () => {
    for (const response of open) response.end();
  },
  close: async () => {
    channels.close();
    await store.close();
  },
});
