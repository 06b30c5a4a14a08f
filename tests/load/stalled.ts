/**
 * Measures what stalled clients cost: thousands of streams of users who are notified again and again and read nothing, then
 * everything. `npm run build && npm run measure:stalled [streams] [messages]`. Exits non-zero when one of them is lost,
 * repeated or out of order. Linux only.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { LONG_MESSAGE, LONG_MESSAGE_BYTES } from "@/tests/support/long-message";
import { token } from "@/tests/support/settings";

import { percentiles } from "./percentiles";
import { post } from "./post";
import { REPORTS_MEMORY, serverMemory } from "./server-memory";
import { startMeasured } from "./started-app";
import { StreamCrowd } from "./stream-crowd";

const STALLED = Number(process.argv[2] ?? 2_000);
const MESSAGES = Number(process.argv[3] ?? 64);
/** Of one POST. */
const RECIPIENTS = 200;
const LIVELY = 50;
const SINGLES = 200;
const ARRIVAL_TIMEOUT_MS = 30_000;
const SESSION_SECONDS = 24 * 3600;

const bench = await startMeasured(REPORTS_MEMORY);
const { app } = bench;
const crowd = new StreamCrowd(app.url);
const stalledCrowd = spawn("perl", ["tests/load/stalled-crowd.pl", new URL(app.url).port], {
  stdio: ["pipe", "pipe", "inherit"],
});
const stalledLines = createInterface(stalledCrowd.stdout)[Symbol.asyncIterator]();

try {
  const stalled = await bench.addUsers(STALLED);
  const lively = await bench.addUsers(LIVELY);
  await Promise.all(lively.map(async (sub) => crowd.open(sub, await token({ sub, expiresIn: SESSION_SECONDS }))));
  console.log(
    "| | server: RSS, heap used, outside | kernel: TCP buffers | a POST to a lively stream |\n|---|---|---|---|",
  );
  await report("nobody stalled");

  for (const sub of stalled) stalledCrowd.stdin.write(`${await token({ sub, expiresIn: SESSION_SECONDS })}\n`);
  stalledCrowd.stdin.write("\n");
  await nextLine();
  await report(`${STALLED} more streams, which do not read`);

  const quarter = Math.ceil(MESSAGES / 4);
  for (let sent = 0; sent < MESSAGES;) {
    const end = Math.min(MESSAGES, sent + quarter);
    for (; sent < end; sent++)
      for (let from = 0; from < STALLED; from += RECIPIENTS)
        await post(app.url, stalled.slice(from, from + RECIPIENTS), LONG_MESSAGE);
    await report(`${sent} messages to each, ${Math.round((sent * LONG_MESSAGE_BYTES) / 1000)} KB`);
  }

  const resumedAt = performance.now();
  stalledCrowd.stdin.write(`${MESSAGES}\n`);
  const [received = 0, disordered = 0] = (await nextLine()).split(" ").map(Number);
  const seconds = (performance.now() - resumedAt) / 1000;
  await report(`they have read it all, in ${seconds.toFixed(1)} s`);
  const lost = STALLED * MESSAGES - received;
  console.log(`${lost} lost, ${disordered} repeated or out of order, of ${STALLED * MESSAGES}`);
  if (lost !== 0 || disordered > 0) process.exitCode = 1;
} finally {
  crowd.close();
  stalledCrowd.kill();
  await bench.stop();
}

async function nextLine(): Promise<string> {
  const { value, done } = await stalledLines.next();
  if (done) throw new Error("the stalled clients ended");
  return value;
}

async function report(when: string): Promise<void> {
  const latency = await livelyLatency();
  const { resident, heapUsed, external } = await serverMemory(app);
  console.log(`| ${when} | ${resident}, ${heapUsed}, ${external} MB | ${kernelMegabytes()} MB | ${latency} |`);
}

async function livelyLatency(): Promise<string> {
  const latencies: number[] = [];
  for (let index = 0; index < SINGLES; index++) {
    const member = crowd.members[index % LIVELY];
    const arrived = crowd.arrivals(1, ARRIVAL_TIMEOUT_MS);
    const sentAt = performance.now();
    await post(app.url, [member?.userId ?? ""], "Hello");
    await arrived;
    latencies.push((member?.arrivals.at(-1)?.at ?? Number.NaN) - sentAt);
  }
  return percentiles(latencies);
}

/** What all TCP sockets of this machine hold, in pages of four kilobytes. */
function kernelMegabytes(): number {
  const pages = /^TCP: .* mem (\d+)/m.exec(readFileSync("/proc/net/sockstat", "utf8"))?.[1];
  return Math.round((Number(pages) * 4096) / 1e6);
}
