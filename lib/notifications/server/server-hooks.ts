/**
 * All changes to Node's HTTP server and Next's use of it for which neither has a setting. For each hook,
 * tests/integration/server-hooks.test.ts proves that it works and is still needed.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** The signals on which Next closes its listener and waits for open responses. */
const SIGNALS = ["SIGTERM", "SIGINT"] as const;
export type StopSignal = (typeof SIGNALS)[number];

/**
 * Replaces the listeners of SIGTERM and SIGINT by `onSignal`, which gets them as `close`. Next closes its listener at once and
 * then waits forever for open streams: https://github.com/vercel/next.js/issues/54522. With Next's own switch,
 * NEXT_MANUAL_SIG_HANDLE, nothing can close the listener, and it does not work with the App Router:
 * https://github.com/vercel/next.js/issues/56810.
 */
export function takeOverSignals(onSignal: (signal: StopSignal, close: (() => void) | null) => void): void {
  for (const signal of SIGNALS) {
    const closers = process.listeners(signal);
    process.removeAllListeners(signal);
    const close = closers.length === 0 ? null : () => closers.forEach((closer) => closer(signal));
    process.on(signal, () => onSignal(signal, close));
  }
}

/**
 * Makes every answer end its connection. Otherwise a busy connection would bring request after request, and the server would
 * never finish. Node closes only idle connections: https://nodejs.org/api/http.html#serverclosecallback.
 */
export function endConnectionsWithTheirResponse(): void {
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { response: ServerResponse };
    response.setHeader("Connection", "close");
  });
}

/**
 * Answers requests with `Upgrade` like any others, as HTTP allows (RFC 9110, section 7.8). In production Next listens for them
 * without using them. It ends the socket of a route without an answer, which breaks JDK clients with their `Upgrade: h2c`, and
 * leaves the socket of any other address open forever. Without a listener Node ignores the header.
 * Waits for https://github.com/vercel/next.js/pull/58704.
 */
export function ignoreUpgrades(): void {
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: { server?: Server } };
    socket.server?.removeAllListeners("upgrade");
  });
}

/**
 * Closes connections on which nothing moves for this long, like `server.timeout`, which needs access to the server
 * (https://nodejs.org/api/http.html#servertimeout). Nothing else closes a stream that was cut while its client read nothing:
 * Next's pipe waits for the client to read the last write.
 */
export function endIdleConnections(milliseconds: number): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.socket.setTimeout(milliseconds);
  });
}
