import { subscribe } from "node:diagnostics_channel";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";

import { every } from "./every";
import { unacknowledged } from "./tcp-table";
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
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map(read));
  const silent = new Set(tables.flatMap(unacknowledged).map(key));
  return silent.size === 0 ? [] : Array.from(sockets).filter((socket) => silent.has(key(socket)));
}

/** Latin-1, which is the cheapest to decode. A kernel without IPv6 has no second table. */
function read(path: string): Promise<string> {
  return readFile(path, "latin1").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
}

type Ends = Pick<Socket, "localAddress" | "localPort" | "remoteAddress" | "remotePort">;

function key({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}
