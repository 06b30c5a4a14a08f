/**
 * The application beside nginx with nchan, which holds the clients, keeps messages in Redis and replays them by ids of
 * its own: this takes notifications from producers, stores them, and publishes each by a request to nchan. It also
 * tells nginx which user a JWT stands for.
 *
 * It leaves out what the original design does, and more: nchan forgets messages by number and age whether they were
 * read or not, a client that has received nothing yet has nothing to come back with, and nobody is told SYNC.
 */
import { once } from "node:events";
import { Agent, createServer, request, type IncomingMessage } from "node:http";

import { bearerToken, userOf } from "@/tests/load/peers/authentication";
import { envelope } from "@/tests/load/peers/envelope";
import { failed, producerApi } from "@/tests/load/peers/producer-api";
import { serve } from "@/tests/load/peers/serve";
import { Store, type Stored } from "@/tests/load/peers/store";

const MAX_CONNECTIONS = 32;

const publisherUrl = process.env["NCHAN_PUBLISHER_URL"] ?? "";
const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
const store = await Store.open();
const app = producerApi(store, async (stored) => void (await Promise.all(stored.map(publish))));

app.get("/authenticate", async (request, response) => {
  const userId = await userOf(bearerToken(request.headers.authorization));
  if (userId === null) response.status(401).end();
  else response.set("X-User-Id", userId).end();
});

serve(createServer(app.use(failed)), {
  end: () => {},
  close: async () => {
    agent.destroy();
    await store.close();
  },
});

/** Settles when nchan has answered. Two at once would go over two connections, in either order. */
async function publish({ userId, notification }: Stored): Promise<void> {
  const published = request(`${publisherUrl}/${userId}`, { method: "POST", agent });
  published.end(JSON.stringify(envelope(notification)));
  const [answer] = (await once(published, "response")) as [IncomingMessage];
  answer.resume();
  // Accepted: nobody of that user is connected.
  if (answer.statusCode !== 201 && answer.statusCode !== 202)
    throw new Error(`nchan did not publish: ${answer.statusCode}`);
}
