import { subscribe } from "node:diagnostics_channel";
import { createReadStream } from "node:fs";
import type { Socket } from "node:net";

import { every } from "./every";
import { unacknowledged, type Connection } from "./tcp-table";
import { DEAD_PEER_CHECK_MS, SILENCE_MS } from "./timings";

/**
 * From now on cuts the connections of this process's servers whose peer has gone without a word (a lid closed, a network
 * lost). The kernel alone takes a quarter of an hour: what is sent meanwhile waits in its buffer, so writing never
 * fails. Node cannot set TCP_USER_TIMEOUT; what it would look at, Linux shows to everybody. Elsewhere this does nothing.
 */
export function cutDeadPeers(): void {
  if (process.platform !== "linux") return;
  const sockets = new Set<Socket>();
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  let silentSince = new Map<Socket, number>();
  every(DEAD_PEER_CHECK_MS, async () => {
    if (sockets.size === 0) return;
    const silent = await silentAmong(sockets);
    const now = performance.now();
    silentSince = new Map(silent.map((socket) => [socket, silentSince.get(socket) ?? now]));
    for (const [socket, since] of silentSince)
      // A reset also throws away what the kernel still holds for this peer, megabytes maybe.
      if (now - since >= SILENCE_MS) socket.resetAndDestroy();
  });
}

async function silentAmong(sockets: ReadonlySet<Socket>): Promise<Socket[]> {
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map(unacknowledgedIn));
  const silent = new Set(tables.flat().map(key));
  return silent.size === 0 ? [] : Array.from(sockets).filter((socket) => silent.has(key(socket)));
}

/** Reads a table bit by bit, so that nothing waits for the whole of it. */
async function unacknowledgedIn(path: string): Promise<Connection[]> {
  const connections: Connection[] = [];
  let text = "";
  try {
    // Latin-1, which is the cheapest to decode.
    for await (const chunk of createReadStream(path, "latin1")) {
      text += String(chunk);
      const end = text.lastIndexOf("\n") + 1;
      connections.push(...unacknowledged(text.slice(0, end)));
      text = text.slice(end);
    }
  } catch (error) {
    // A kernel without IPv6 has no second table.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return connections;
}

type Ends = Pick<Socket, "localAddress" | "localPort" | "remoteAddress" | "remotePort">;

function key({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}
