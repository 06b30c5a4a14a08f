import { readFileSync, realpathSync } from "node:fs";

import { chromium } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { AppendResponse } from "@/lib/notifications/contract";
import { DISCONNECTS } from "@/tests/support/app/disconnects";
import { PRODUCER_KEY } from "@/tests/support/app/settings";
import { StreamClient } from "@/tests/support/app/stream-client";
import { ADA, System } from "@/tests/support/app/system";
import { chromiumArguments, findChromium } from "@/tests/support/programs/chromium";
import { eventually } from "@/tests/support/until";

import { startDevServer, type DevServer } from "./dev-server";
import { installNode } from "./node-program";

const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
/** The newest Node of each range, and the oldest of all. */
const [OLDEST = "", ...OTHERS] = engines.node.split(" || ");
const TRIED = [OLDEST.replace("^", "~"), ...OTHERS];
/** The oldest one, and the one that the image has. */
const DEVELOPED_WITH = [TRIED[0] ?? "", "^24"];

const STREAMS = 200;
const EVENTS = 20;
/** Of each kind. */
const DISCONNECTED = 10;
const SETTINGS = { MAX_STREAMS_PER_USER: String(STREAMS) };
const DEV_PRODUCER_KEY = "dev-producer-key";

/** A running server, and Ada's part of it. */
interface Subject {
  url: string;
  producerKey: string;
}

describe.each(TRIED)("the production build on Node %s", { timeout: 120_000 }, (range) => {
  let system: System;
  beforeAll(async () => {
    system = await System.start({ node: await installNode(range), env: SETTINGS });
  }, 120_000);
  afterAll(() => system?.stop());

  itDelivers(() => ({ url: system.url, producerKey: PRODUCER_KEY }));

  it("ends its streams with a time to come back at SIGTERM, and exits by itself", async () => {
    const { open } = await signIn({ url: system.url, producerKey: PRODUCER_KEY });
    const streams = await Promise.all(Array.from({ length: STREAMS }, () => open()));
    await Promise.all(streams.map((stream) => stream.synced()));
    const exitCode = await system.apps[0]?.stop();
    await Promise.all(streams.map(({ ended }) => ended));
    for (const { raw } of streams) expect(raw).toMatch(/\n\nretry: \d+\n\n$/);
    // Null would mean that it had to be killed.
    expect(exitCode).toBe(143);
  });
});

describe.each(DEVELOPED_WITH)("npm run dev on Node %s", { timeout: 120_000 }, (range) => {
  let node: string;
  let server: DevServer;
  beforeAll(async () => {
    node = await installNode(range);
    server = await startDevServer(node, SETTINGS);
  }, 270_000);
  afterAll(() => server?.remove());

  itDelivers(() => ({ url: server.url, producerKey: DEV_PRODUCER_KEY }));

  it("starts nothing with another Node", async () => {
    expect(new Set(await server.nodes())).toEqual(new Set([realpathSync(node)]));
  });

  it("ends with its streams at Ctrl-C, and leaves nothing running", async () => {
    const { open } = await signIn({ url: server.url, producerKey: DEV_PRODUCER_KEY });
    const stream = await (await open()).synced();
    expect(await server.interrupt()).toEqual([]);
    await stream.ended;
  });
});

function itDelivers(subject: () => Subject): void {
  let ada: Awaited<ReturnType<typeof signIn>>;
  beforeEach(async () => {
    ada = await signIn(subject());
  });

  it("comes to a sync, delivers live, replays after Last-Event-ID, and tells of what was read", async () => {
    const live = await (await ada.open()).synced();
    const first = await ada.notify("first");
    const second = await ada.notify("second");
    await live.until(({ notificationIds }) => notificationIds.length === 2);
    expect(live.notificationIds).toEqual([first, second]);

    const replayed = await (await ada.open(live.positions[0])).synced();
    expect(replayed.notificationIds).toEqual([second]);

    expect(await ada.acknowledge(first)).toBe(204);
    for (const stream of [live, replayed]) {
      await stream.until((each) => each.named("read").length === 1);
      expect(JSON.parse(stream.named("read")[0]?.data ?? "")).toMatchObject({ payload: { ids: [first] } });
      stream.close();
    }
  });

  it(`gives ${STREAMS} streams every notification, once and in order`, async () => {
    const streams = await ada.fill();
    const sent: string[] = [];
    for (let event = 0; event < EVENTS; event++) sent.push(await ada.notify(`event ${event}`));
    await Promise.all(streams.map((stream) => stream.until(({ notificationIds }) => notificationIds.length >= EVENTS)));
    for (const stream of streams) {
      expect(stream.notificationIds).toEqual(sent);
      stream.close();
    }
  });

  it("keeps no stream of clients that vanish", async () => {
    for (const stream of await ada.fill()) stream.close();
    const client = { port: Number(new URL(subject().url).port), token: ada.token };
    await Promise.all(
      Object.values(DISCONNECTS).flatMap((disconnect) =>
        Array.from({ length: DISCONNECTED }, () => disconnect(client)),
      ),
    );
    const streams = await ada.fill();
    expect((await ada.open()).response.status).toBe(429);
    for (const stream of streams) stream.close();
  });

  it("shows the count on the badge, in a browser", async () => {
    const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArguments() });
    try {
      const page = await browser.newPage();
      const { url } = subject();
      await page.request.post(`${url}/api/session`, { data: { user_id: ADA } });
      const before = await ada.unreadCount();
      await page.goto(`${url}/orders`);
      await page.locator("[data-connection=live]").waitFor();
      await ada.notify("for the badge");
      const badge = page.getByTestId("unread-badge");
      await expect.poll(() => badge.textContent(), { timeout: 20_000 }).toBe(String(before + 1));
    } finally {
      await browser.close();
    }
  });
}

/** Ada, with a session of her own. */
async function signIn({ url, producerKey }: Subject) {
  const signedIn = await fetch(`${url}/api/session`, post({ user_id: ADA }));
  const token = /session=([^;]+)/.exec(signedIn.headers.get("set-cookie") ?? "")?.[1] ?? "";
  const session = { Authorization: `Bearer ${token}` };

  const open = (position?: number): Promise<StreamClient> =>
    StreamClient.open(url, { ...session, ...(position !== undefined && { "Last-Event-ID": String(position) }) });
  return {
    token,
    open,
    /** Opens as many streams as one user may have, as soon as there is room for all, and waits for their sync. */
    fill: async (): Promise<StreamClient[]> => {
      const openOne = async (): Promise<StreamClient> => {
        let stream = await open();
        await eventually(async () => stream.response.ok || (stream = await open()).response.ok);
        return stream.synced();
      };
      return Promise.all(Array.from({ length: STREAMS }, openOne));
    },
    /** Notifies her, and returns the notification's id. */
    notify: async (message: string): Promise<string> => {
      const body = { user_id: ADA, type: "test", message };
      const response = await fetch(
        `${url}/api/internal/notifications`,
        post(body, { Authorization: `Bearer ${producerKey}` }),
      );
      return AppendResponse.parse(await response.json()).notifications[0]?.id ?? "";
    },
    /** Acknowledges one, and returns the status of the answer. */
    acknowledge: async (id: string): Promise<number> =>
      (await fetch(`${url}/api/notifications/read`, post({ id }, session))).status,
    unreadCount: async (): Promise<number> => {
      const list = await fetch(`${url}/api/notifications`, { headers: session });
      return Number(list.headers.get("x-unread-count"));
    },
  };
}

function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}
