import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { EventStream } from "@/lib/stream/event-stream";
import { channelName, Hub } from "@/lib/stream/hub";
import { LocalBus } from "@/lib/stream/local-bus";
import { keepNodeResponses } from "@/lib/stream/node-response";
import { upTo } from "@/tests/support/up-to";

import { MemoryFeed, positionsIn, readerOf, UNOBSERVED } from "./memory-feed";

const USER = "0190a1b0-0000-7000-8000-000000000001";
const HEADERS = { "Content-Type": "text/event-stream; charset=utf-8" };

/** Changes of a kilobyte; Linux buffers some megabytes for a client that does not read. */
const MORE_THAN_BUFFERS = 40_000;

/** What a server does with a body once it has set the headers. */
type Host = (body: ReadableStream<Uint8Array>, response: ServerResponse) => Promise<void>;

const piped: Host = (body, response) => body.pipeTo(Writable.toWeb(response));

describe("a stream that is piped while a request is handled", () => {
  let server: Server;
  let host: Host;
  let bus: LocalBus;
  let hub: Hub;
  let feed: MemoryFeed;

  beforeAll(async () => {
    keepNodeResponses();
    server = createServer((_, response) => {
      // Somewhere down the line, as a framework does.
      const handled = Promise.resolve().then(async () => {
        const stream = { userId: USER, start: { after: 0 }, expiresAt: Infinity, signal: new AbortController().signal };
        const body = new EventStream(hub, stream);
        for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
        await host(body, response);
      });
      // A pipe fails when its client goes.
      handled.catch(() => response.destroy());
    }).listen(0);
    await once(server, "listening");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    host = piped;
    feed = new MemoryFeed();
    bus = new LocalBus();
    hub = new Hub(
      bus,
      readerOf(() => feed),
      { streams: 1, streamsPerUser: 1 },
      UNOBSERVED,
    );
  });

  async function open(): Promise<IncomingMessage> {
    const asked = request({ port: (server.address() as AddressInfo).port, agent: false }).end();
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return response.setEncoding("utf8");
  }

  async function readUntil(response: IncomingMessage, end: string): Promise<string> {
    const chunks: string[] = [];
    let tail = "";
    for await (const chunk of response.iterator({ destroyOnReturn: false })) {
      chunks.push(String(chunk));
      tail = tail.slice(-end.length) + String(chunk);
      if (tail.includes(end)) break;
    }
    return chunks.join("");
  }

  async function announce(): Promise<string> {
    const { frame } = feed.append();
    await bus.publish([{ channel: channelName(USER), frame }]);
    return new TextDecoder().decode(frame);
  }

  it("leaves its server with nothing to do, and goes on by itself", async () => {
    let isDone = false;
    host = async (body, response) => {
      await piped(body, response);
      isDone = true;
    };
    feed.appendMany(3);
    const response = await open();
    expect(positionsIn(await readUntil(response, "event: sync"))).toEqual(upTo(3));
    expect(isDone).toBe(true);
    const frame = await announce();
    expect(await readUntil(response, frame)).toContain(frame);
    response.destroy();
  });

  it("reads no further than the system's buffers for a client that takes nothing, and brings it all when it does", async () => {
    feed = new MemoryFeed("x".repeat(1024));
    feed.appendMany(MORE_THAN_BUFFERS);
    const response = await open();
    response.pause();
    let read = -1;
    await vi.waitUntil(() => read === (read = feed.changesRead), { interval: 100 });
    expect(read).toBeLessThan(MORE_THAN_BUFFERS / 2);
    expect(positionsIn(await readUntil(response, "event: sync"))).toEqual(upTo(MORE_THAN_BUFFERS));
    response.destroy();
  });

  it("leaves the hub when its client goes", async () => {
    const response = await open();
    await readUntil(response, "event: sync");
    expect(hub.admission(USER)).toBe("full");
    response.destroy();
    await vi.waitUntil(() => hub.admission(USER) === "admitted");
  });

  it("ends when the hub closes, after a time to come back", async () => {
    const response = await open();
    await readUntil(response, "event: sync");
    hub.close();
    expect(await readUntil(response, "never")).toMatch(/^retry: \d+\n\n$/);
    expect(response.complete).toBe(true);
  });

  it("is sent away by a hub that has closed", async () => {
    hub.close();
    expect(await readUntil(await open(), "never")).toMatch(/^retry: \d+\n\n$/);
  });

  it("lets go of what its server kept until the response would be over", async () => {
    const closed = vi.fn<(isFinished: boolean) => void>();
    host = async (body, response) => {
      response.once("close", () => closed(response.writableFinished));
      await piped(body, response);
      expect(closed).toHaveBeenCalledExactlyOnceWith(true);
      expect(response.listenerCount("close")).toBe(1);
    };
    const response = await open();
    await readUntil(response, "event: sync");
    expect(closed).toHaveBeenCalledOnce();
    response.destroy();
  });

  it("is piped by a server that sends something of its own first", async () => {
    host = async (body, response) => {
      response.write(": own\n\n");
      await piped(body, response);
    };
    const response = await open();
    const text = await readUntil(response, "event: sync");
    expect(text).toMatch(/^: own\n\nretry: /);
    const frame = await announce();
    expect(await readUntil(response, frame)).toContain(frame);
    response.destroy();
  });

  // Last: from then on this process keeps no response.
  it("is piped from then on, when a server ends its responses after the pipe", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    host = async (body, response) => {
      await piped(body, response);
      response.end();
    };
    await readUntil(await open(), "never");
    expect(warn).toHaveBeenCalledOnce();
    await vi.waitUntil(() => hub.admission(USER) === "admitted");
    feed.appendMany(3);
    const response = await open();
    expect(positionsIn(await readUntil(response, "event: sync"))).toEqual(upTo(3));
    const frame = await announce();
    expect(await readUntil(response, frame)).toContain(frame);
    response.destroy();
  });
});
