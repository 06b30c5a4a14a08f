import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import type { App } from "@/tests/support/app/app-server";

/** The environment of a server whose memory is to be asked for. */
export const REPORTS_MEMORY = {
  NODE_OPTIONS: `--import=${pathToFileURL("tests/load/report-memory.mjs").href}`,
};

/** Megabytes. */
export interface Memory {
  resident: number;
  heapUsed: number;
  /** Buffers and other memory that Node holds for objects of the heap. */
  external: number;
}

/** What a server started with REPORTS_MEMORY holds after a collection of its garbage. */
export async function serverMemory(app: App): Promise<Memory> {
  const known = app.log().length;
  process.kill(app.pid, "SIGUSR2");
  for (;;) {
    await delay(20);
    const text = /^memory (.*)\n/m.exec(app.log().slice(known))?.[1];
    if (text === undefined) continue;
    const { rss, heapUsed, external } = JSON.parse(text) as NodeJS.MemoryUsage;
    const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
    return { resident: megabytes(rss), heapUsed: megabytes(heapUsed), external: megabytes(external) };
  }
}
