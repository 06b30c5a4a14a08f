/**
 * Everything that this project changes about Node's HTTP server and Next's use of it, because neither has a setting for it.
 * tests/integration/server-hooks.test.ts shows of each hook that it works, and that it is still needed.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** Signals on which Next closes its listener and waits for open responses. */
const SIGNALS = ["SIGTERM", "SIGINT"] as const;
export type StopSignal = (typeof SIGNALS)[number];

/**
 * Calls `onSignal` in place of what has listened to SIGTERM and SIGINT so far, and hands that over as `close`. Next closes
 * its listener at once and then waits for every open stream without end: https://github.com/vercel/next.js/issues/54522.
 * Its own switch, NEXT_MANUAL_SIG_HANDLE, leaves nobody who can close the listener, and is not for the App Router:
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
 * From now on every answer ends its connection: a busy one would bring one request after the other, and the server would
 * never be done. Node closes only those that are idle: https://nodejs.org/api/http.html#serverclosecallback.
 */
export function endConnectionsWithTheirResponse(): void {
  subscribe("http.server.request.start", (message) => {
    const { response } = message as { response: ServerResponse };
    response.setHeader("Connection", "close");
  });
}

/**
 * Has requests with `Upgrade` answered like any other, as HTTP allows (RFC 9110, section 7.8). Next listens for them in
 * production too, where it has no use for them: it ends the socket of a route without an answer, which a JDK client meets
 * with its `Upgrade: h2c`, and leaves that of any other address open for ever. Without a listener Node ignores the header.
 * Waits for https://github.com/vercel/next.js/pull/58704.
 */
export function ignoreUpgrades(): void {
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: { server?: Server } };
    socket.server?.removeAllListeners("upgrade");
  });
}

/**
 * From now on a connection on which nothing moves for this long is closed, as `server.timeout` does for a server one has
 * (https://nodejs.org/api/http.html#servertimeout). A stream that was cut while its client read nothing is closed by
 * nobody else: Next's pipe waits for the client to take what was written last.
 */
export function endIdleConnections(milliseconds: number): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.socket.setTimeout(milliseconds);
  });
}
