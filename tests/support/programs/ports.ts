import { randomInt } from "node:crypto";

import getPort, { portNumbers } from "get-port";

/** Below what systems hand out by themselves, so that nobody has taken it while its server was away. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** A free port for a server that is going to be restarted on it. */
export async function restartablePort(): Promise<number> {
  return getPort({ port: portNumbers(randomInt(LOWEST, HIGHEST), HIGHEST) });
}

/** The same address with another port: a proxy's in place of a server's. */
export function atPort(address: string, port: number): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}
