import { readdir } from "node:fs/promises";
import path from "node:path";

import { chromium, type Browser, type Page } from "@playwright/test";
import { afterAll, beforeAll, expect, it } from "vitest";

import { nextBuild, type NextBuild } from "@/tests/support/app/next-build";
import { chromiumArguments, findChromium } from "@/tests/support/programs/chromium";

import { Deployment } from "./deployment";
import { Http2Client } from "./http2-client";
import { ImageFolder } from "./image-folder";
import { OUTSIDE } from "./nginx-configuration";
import { PageLoads } from "./page-loads";

const PAGE_LOADS = 200;
const USER = "0190b5c4-0000-7000-8000-000000000001";

let next: NextBuild;
let deployment: Deployment;
let client: Http2Client;
let browser: Browser;

beforeAll(async () => {
  next = await nextBuild();
  deployment = await Deployment.start();
  client = await Http2Client.connect(deployment.proxy.url, await deployment.ca(), OUTSIDE);
  browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments() });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  client?.close();
  await deployment?.stop();
  await next?.remove();
}, 60_000);

it(`serves every file of two builds for ${PAGE_LOADS} page loads while one build takes the other's place, and afterwards`, async () => {
  const old = await filesOf(".next/static");
  const fresh = await filesOf(path.join(next.folder, ".next/static"));
  expect(old.filter((file) => !fresh.includes(file)).length).toBeGreaterThan(5);
  expect(fresh.filter((file) => !old.includes(file)).length).toBeGreaterThan(5);
  const tab = await openTab();

  const loads = new PageLoads(client);
  const going = new AbortController();
  const visitors = [1, 2].map(() => loads.repeat(going.signal));
  try {
    await loads.reached(20);
    deployment.use(await ImageFolder.create(path.join(next.folder, ".next/standalone")));
    expect(await deployment.run("migrate")).toMatchObject({ code: 0 });
    expect(await deployment.run("assets")).toMatchObject({ code: 0 });
    await deployment.restart("app-1");
    // Long enough with both builds behind the proxy.
    await loads.reached(loads.count + PAGE_LOADS / 2);
    await deployment.restart("app-2");
    await loads.reached(Math.max(PAGE_LOADS, loads.count + 20));
  } finally {
    going.abort();
    await Promise.all(visitors);
  }
  expect(loads.failures).toEqual([]);
  expect(loads.builds.size).toBe(2);

  // What a page of either build has not asked for yet.
  const missing = [];
  for (const file of [...old, ...fresh]) {
    const { status } = await client.ask(`/_next/static/${file}`);
    if (status !== 200) missing.push([file, status]);
  }
  expect(missing).toEqual([]);

  // A tab of the old build loads its panel only now.
  await tab.getByRole("button", { name: /^Notifications/ }).click();
  await tab.getByRole("dialog").waitFor();
}, 300_000);

it("goes to the other instance for a file that was never published", async () => {
  await deployment.forgetAssets();
  const loads = new PageLoads(client);
  for (let load = 0; load < 10; load++) await loads.one();
  expect(loads.failures).toEqual([]);
  expect((await client.ask("/_next/static/chunks/nobody-has-this.js")).status).toBe(404);
});

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** A signed-in page in a real browser, whose panel has not been opened. */
async function openTab(): Promise<Page> {
  const sql = deployment.sql();
  await sql`insert into users (id, name) values (${USER}, 'somebody')`;
  await sql.end();
  const context = await browser.newContext({ ignoreHTTPSErrors: true, baseURL: deployment.proxy.url });
  const signedIn = await context.request.post("/api/session", {
    data: { user_id: USER },
    headers: { "sec-fetch-site": "same-origin" },
  });
  expect(signedIn.status()).toBe(204);
  const page = await context.newPage();
  await page.goto("/orders");
  await page.getByRole("button", { name: /^Notifications/ }).waitFor();
  return page;
}
