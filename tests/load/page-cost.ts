import { type Browser, chromium } from "@playwright/test";

import { findChromium } from "@/tests/support/programs/chromium";

import { median } from "./bench/statistics";
import { type PageServers, startPageServers } from "./page-servers";
import { type Device, visit, type Visit } from "./page-visit";
import { pairedDifference, type PairedDifference } from "./paired-difference";

/** The slow one is the developer tools' middling phone, on what they call Fast 4G. */
const DEVICES: readonly Device[] = [
  { name: "this machine", slowdown: 1 },
  { name: "4× slower, Fast 4G", slowdown: 4, network: { bytesPerSecond: 1_012_500, latencyMs: 165 } },
];
const WARM_UPS = 1;

/** What the bell adds to one figure of a page. */
export interface PageCost {
  device: string;
  figure: string;
  unit: "ms" | "bytes" | "";
  /** Medians. */
  without: number;
  withBell: number;
  /** Within the pairs, in the same unit. */
  added: PairedDifference;
}

/** A page with the bell is visited right after or right before one without. */
interface Pair {
  without: Visit;
  withBell: Visit;
}

/**
 * Visits the orders of somebody with unread notifications with an empty cache, and touches nothing: the production
 * build without the bell and with it in turn, `pairs` times on each device. Needs `npm run build`.
 */
export async function measurePageCost(pairs: number, progress: (text: string) => void): Promise<PageCost[]> {
  progress("building the page without the bell");
  const servers = await startPageServers();
  try {
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    try {
      const costs: PageCost[] = [];
      for (const device of DEVICES) {
        progress(`visiting it on ${device.name}`);
        costs.push(...costsOn(device, await visitInPairs(browser, servers, device, pairs)));
      }
      return costs;
    } finally {
      await browser.close();
    }
  } finally {
    await servers.stop();
  }
}

async function visitInPairs(browser: Browser, servers: PageServers, device: Device, count: number): Promise<Pair[]> {
  const { urls, session } = servers;
  const pairs: Pair[] = [];
  for (let round = -WARM_UPS; round < count; round++) {
    const pair: Partial<Pair> = {};
    const order = ["without", "withBell"] as const;
    // Whatever the first of two has in its favour, each is the first as often.
    for (const which of round % 2 === 0 ? order : order.toReversed())
      pair[which] = await visit(browser, urls[which], session, device);
    if (round >= 0) pairs.push(pair as Pair);
  }
  return pairs;
}

function costsOn({ name }: Device, pairs: readonly Pair[]): PageCost[] {
  const cost = (figure: string, unit: PageCost["unit"], of: (visit: Visit) => number): PageCost => {
    const figures = pairs.map(({ without, withBell }) => [of(without), of(withBell)] as const);
    return {
      device: name,
      figure,
      unit,
      without: median(figures.map(([without]) => without)),
      withBell: median(figures.map(([, withBell]) => withBell)),
      added: pairedDifference(figures),
    };
  };
  return [
    cost("load event", "ms", (visit) => visit.load),
    cost("largest contentful paint", "ms", (visit) => visit.largestPaint),
    cost("total blocking time", "ms", (visit) => visit.blocked),
    cost("main thread, CPU time", "ms", (visit) => visit.cpu),
    cost("script, gzipped", "bytes", (visit) => visit.script.gzipped),
    cost("script", "bytes", (visit) => visit.script.plain),
    cost("requests", "", (visit) => visit.requests),
  ];
}
