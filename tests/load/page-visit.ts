import type { Browser } from "@playwright/test";

import { SESSION_COOKIE } from "@/lib/notifications/protocol";
import { type ScriptBytes, scriptBytes } from "@/tests/support/script-bytes";

/** How long a page is watched after its load event. */
const WATCHED_MS = 1_500;

/** What a page is looked at with. */
export interface Device {
  name: string;
  /** How many times slower than this machine. */
  slowdown: number;
  network?: { bytesPerSecond: number; latencyMs: number };
}

/** One visit with an empty cache, milliseconds unless said. */
export interface Visit {
  load: number;
  largestPaint: number;
  /** What main-thread tasks took beyond 50 ms each, from the first paint to the end of the visit. */
  blocked: number;
  /** What the main thread computed. */
  cpu: number;
  requests: number;
  script: ScriptBytes;
}

interface Timings {
  load: number;
  largestPaint: number;
  blocked: number;
}

/** Opens `url` in a fresh browser context with this session, and leaves everything alone. */
export async function visit(browser: Browser, url: string, session: string, device: Device): Promise<Visit> {
  const context = await browser.newContext();
  try {
    await context.addCookies([{ name: SESSION_COOKIE, value: session, url, httpOnly: true, sameSite: "Lax" }]);
    const page = await context.newPage();
    let requests = 0;
    const scripts: string[] = [];
    page.on("request", (request) => {
      requests++;
      if (request.resourceType() === "script") scripts.push(request.url());
    });
    const tools = await context.newCDPSession(page);
    await tools.send("Performance.enable", { timeDomain: "threadTicks" });
    await tools.send("Emulation.setCPUThrottlingRate", { rate: device.slowdown });
    if (device.network) {
      const { bytesPerSecond, latencyMs: latency } = device.network;
      await tools.send("Network.enable");
      await tools.send("Network.emulateNetworkConditions", {
        offline: false,
        latency,
        downloadThroughput: bytesPerSecond,
        uploadThroughput: bytesPerSecond,
      });
    }
    await page.goto(url, { waitUntil: "load" });
    await page.waitForTimeout(WATCHED_MS);
    const { metrics } = await tools.send("Performance.getMetrics");
    const cpu = (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
    return { ...(await page.evaluate(timings)), cpu, requests, script: await scriptBytes(scripts) };
  } finally {
    await context.close();
  }
}

/** Runs in the page: what the browser has kept about its loading. No function in it has a name, which tsx would refer to. */
async function timings(): Promise<Timings> {
  const [paints = [], longTasks = []] = await Promise.all(
    ["largest-contentful-paint", "longtask"].map(
      (type) =>
        new Promise<PerformanceEntryList>((resolve) => {
          const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
          observer.observe({ type, buffered: true });
          // There may be none.
          setTimeout(() => resolve([]), 100);
        }),
    ),
  );
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const firstPaint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  return {
    load: navigation?.loadEventEnd ?? Number.NaN,
    largestPaint: paints.at(-1)?.startTime ?? Number.NaN,
    blocked: longTasks
      .filter(({ startTime }) => startTime >= firstPaint)
      .reduce((sum, { duration }) => sum + duration - 50, 0),
  };
}
