import type { Server } from "node:http";

import { environment } from "./environment";

/** What requests have to end in. */
const GRACE_MS = 1_000;

/** Listens until SIGTERM. `end` then ends what clients hold open, and `close` lets go of the services after the last of them. */
export function serve(server: Server, { end, close }: { end(): void; close(): Promise<void> }): void {
  server.listen(environment.port);
  process.once("SIGTERM", () => {
    server.close(() => void close());
    end();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  });
}
