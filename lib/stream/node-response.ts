import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

// Next loads instrumentation and each route as separate module instances; only globalThis is shared by all of them.
const shared = globalThis as typeof globalThis & { [RESPONSES]?: AsyncLocalStorage<ServerResponse> };
const RESPONSES = Symbol.for("next-notifications.node-responses");

/** From here on `nodeResponse` knows the response of each request that Node's HTTP server takes. */
export function keepNodeResponses(): void {
  const responses = (shared[RESPONSES] ??= new AsyncLocalStorage());
  subscribe("http.server.request.start", (message) => {
    responses.enterWith((message as { response: ServerResponse }).response);
  });
}

/** Node's own response to the request being handled; undefined where it cannot be known. */
export function nodeResponse(): ServerResponse | undefined {
  return shared[RESPONSES]?.getStore();
}

/**
 * Tells whoever has prepared `response` that it is over and went well, as for them it is: what they keep until then, a
 * dozen kilobytes of Next's, can go.
 */
export function release(response: ServerResponse): void {
  // Who asks now whether it was finished is told so, and does not abort what has long been answered.
  Object.assign(response, { finished: true });
  response.emit("close");
  Object.assign(response, { finished: false });
  response.removeAllListeners("close");
}
