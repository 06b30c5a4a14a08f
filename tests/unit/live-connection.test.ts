import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LiveConnection, type LiveState, type StreamMessage } from "@/lib/client/live-connection";
import { HEARTBEAT_MS, LIST_PATH } from "@/lib/protocol";

const TIME = "2026-11-22T10:00:00.000Z";
const USER = "0190a1b0-0000-7000-8000-000000000001";

function problem(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { "Content-Type": "application/problem+json", ...headers } });
}

/** What the list answers. */
function head(position: number, unread: number, status = 200): Response {
  const headers = { "X-Last-Event-ID": `${position}`, "X-Unread-Count": `${unread}`, ETag: `"${position} ${unread}"` };
  return new Response(status === 304 ? null : "[]", { status, headers });
}

/** The browser's EventSource as far as it can be seen from outside, played by the test. */
class Source extends EventTarget {
  static all: Source[] = [];
  static get latest(): Source {
    const source = Source.all.at(-1);
    if (!source) throw new Error("nothing was opened");
    return source;
  }

  closed = false;

  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }

  close(): void {
    this.closed = true;
  }

  say(type: string, data: unknown, id = ""): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: id }));
  }

  sync(position: number): void {
    const payload = { position: String(position), replayed: 0, complete: true, unread: 0 };
    this.say("sync", { type: "SYNC", payload }, String(position));
  }

  end(): void {
    this.dispatchEvent(new Event("error"));
  }
}

/** A message channel within a page: what is posted arrives a task later. */
class Channel {
  readonly port1 = Object.assign(new EventTarget(), { start: () => {} });
  readonly port2 = {
    postMessage: () => void setTimeout(() => this.port1.dispatchEvent(new Event("message"))),
  };
}

describe("the live connection", () => {
  let states: LiveState[];
  let batches: string[][];
  let messages: StreamMessage[];
  let connection: LiveConnection;
  let answer: (address: string, init: RequestInit) => Response | Promise<Response>;
  let asked: { address: string; init: RequestInit }[];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.stubGlobal("EventSource", Source);
    vi.stubGlobal("MessageChannel", Channel);
    vi.stubGlobal("window", new EventTarget());
    vi.stubGlobal("navigator", { onLine: true });
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      asked.push({ address, init });
      return answer(address, init);
    });
    Source.all = [];
    states = [];
    batches = [];
    messages = [];
    asked = [];
    answer = () => problem(503);
    connection = new LiveConnection({
      userId: USER,
      endpoint: LIST_PATH,
      onMessages: (burst) => {
        batches.push(burst.map(({ id }) => id));
        messages.push(...burst);
      },
      onState: (state) => states.push(state),
    });
    connection.open("7");
  });
  afterEach(() => {
    connection.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const wait = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const polls = (): typeof asked => asked.filter(({ address }) => address.includes("status=unread"));

  it("opens as the page's user, from where it is told to go on", () => {
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}&last_event_id=7`);
  });

  it("opens at the head when it is told nothing", () => {
    connection.close();
    connection.open(null);
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}`);
    expect(states.at(-1)).toBe("connecting");
  });

  it("closes again a source that comes back to life after it was closed, as Safari's do with a page", async () => {
    const [source] = Source.all;
    source?.sync(7);
    connection.close();
    Object.assign(source ?? {}, { closed: false });
    source?.end();
    expect(source?.closed).toBe(true);
    await wait(60_000);
    expect(Source.all).toHaveLength(1);
    expect(states.at(-1)).toBe("closed");
  });

  it("is live with the first sync, and hands a burst over together, in order", async () => {
    Source.latest.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "8");
    Source.latest.sync(8);
    expect(states).toEqual(["catching-up", "live"]);
    await wait(1);
    expect(batches).toEqual([["8", "8"]]);
  });

  it("connects anew when it has been silent for too long, and forgets the dead source", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.sync(7);
    const dead = Source.latest;
    dead.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "8");
    dead.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "9");
    await wait(3 * HEARTBEAT_MS);
    expect(dead.closed).toBe(true);
    expect(Source.latest.url).toContain("last_event_id=9");
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("stays while pings come", async () => {
    Source.latest.sync(7);
    for (let beat = 0; beat < 20; beat++) {
      await wait(HEARTBEAT_MS);
      Source.latest.say("ping", {});
    }
    expect(Source.all).toHaveLength(1);
  });

  it("on waking connects anew when a heartbeat is overdue, and asks the list when none is", async () => {
    Source.latest.sync(7);
    answer = () => head(7, 0);
    await wait(HEARTBEAT_MS);
    connection.wake();
    await wait(1_000);
    expect(polls()).toHaveLength(1);
    expect(Source.all).toHaveLength(1);
    await wait(3_000);
    connection.wake();
    expect(Source.all).toHaveLength(2);
    expect(polls()).toHaveLength(1);
  });

  it("on waking connects anew when the list is ahead and the stream does not bring it", async () => {
    Source.latest.sync(7);
    answer = () => head(8, 1);
    connection.wake();
    await wait(100);
    Source.latest.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "8");
    await wait(1_000);
    expect(Source.all).toHaveLength(1);

    answer = () => head(9, 2);
    connection.wake();
    await wait(1_000);
    expect(Source.all).toHaveLength(2);
    expect(Source.latest.url).toContain("last_event_id=8");
    expect(batches).toEqual([["7"], ["8"]]);
  });

  it("on waking connects anew when nobody answers, and stays when the server has trouble with the list", async () => {
    Source.latest.sync(7);
    connection.wake();
    await wait(1_000);
    expect(Source.all).toHaveLength(1);
    answer = () => Promise.reject(new TypeError("no network"));
    connection.wake();
    await wait(1_000);
    expect(Source.all).toHaveLength(2);
  });

  it("says that it catches up from the opening of a stream to its sync", () => {
    Source.latest.sync(7);
    window.dispatchEvent(new Event("online"));
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.sync(9);
    expect(states).toEqual(["catching-up", "live", "reconnecting", "catching-up", "live"]);
  });

  it("does what is due when it is asked to, should its own timers be late", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.end();
    vi.setSystemTime(Date.now() + 600);
    connection.check();
    expect(Source.all).toHaveLength(2);
  });

  describe("where streams are held back", () => {
    it("polls the list from five seconds on, and tells what has changed as a sync", async () => {
      answer = () => head(9, 2);
      Source.latest.dispatchEvent(new Event("open"));
      await wait(4_999);
      expect(polls()).toHaveLength(0);
      await wait(2);
      expect(states.at(-1)).toBe("polling");
      expect(messages).toEqual([
        { id: "9", event: { type: "SYNC", payload: { position: "9", replayed: 0, complete: true, unread: 2 } } },
      ]);
      expect(polls()[0]?.init).toMatchObject({ cache: "no-store", headers: {} });
    });

    it("asks more seldom while nothing changes, with the tag of what it has, and often again on a change", async () => {
      answer = (_address, init) => head(7, 0, "If-None-Match" in (init.headers ?? {}) ? 304 : 200);
      await wait(5_001);
      expect(polls()).toHaveLength(1);
      for (const pause of [4_000, 5_000, 7_000, 11_000, 18_000, 18_000]) {
        const before = polls().length;
        await wait(pause - 2);
        expect(polls()).toHaveLength(before);
        await wait(2);
        expect(polls()).toHaveLength(before + 1);
        expect(polls().at(-1)?.init.headers).toEqual({ "If-None-Match": '"7 0"' });
      }
      answer = () => head(8, 1);
      await wait(18_000);
      const before = polls().length;
      await wait(3_500);
      expect(polls()).toHaveLength(before + 1);
    });

    it("goes on trying a stream, from where the list was, and is live and asks no more once one gets through", async () => {
      answer = () => head(9, 2);
      await wait(60_000);
      expect(Source.all.length).toBeGreaterThan(2);
      expect(Source.latest.url).toContain("last_event_id=9");
      Source.latest.sync(9);
      expect(states.at(-1)).toBe("live");
      const before = polls().length;
      for (let beat = 0; beat < 10; beat++) {
        await wait(HEARTBEAT_MS);
        Source.latest.say("ping", {});
      }
      expect(polls()).toHaveLength(before);
    });

    it("polls when streams are refused by something that is not our server, and not when it is", async () => {
      Source.latest.end();
      await wait(500);
      Source.latest.end();
      await wait(1);
      expect(polls()).toHaveLength(0);
      answer = (address) => (address.includes("/stream") ? new Response("Bad Gateway", { status: 502 }) : head(9, 2));
      await wait(1_000);
      Source.latest.end();
      await wait(1);
      expect(polls()).toHaveLength(1);
      expect(states.at(-1)).toBe("polling");
    });

    it("polls when streams end before their sync again and again", async () => {
      answer = () => head(9, 2);
      for (let attempt = 0; attempt < 2; attempt++) {
        Source.latest.dispatchEvent(new Event("open"));
        Source.latest.end();
        await wait(1_000);
      }
      expect(states.at(-1)).toBe("polling");
    });

    it("polls when streams go mute after their sync twice, and until one says something", async () => {
      answer = () => head(7, 0);
      for (let attempt = 0; attempt < 2; attempt++) {
        Source.latest.sync(7);
        expect(states.at(-1)).toBe("live");
        await wait(2.5 * HEARTBEAT_MS);
      }
      Source.latest.sync(7);
      await wait(1);
      expect(states.at(-1)).toBe("polling");
      Source.latest.say("ping", {});
      expect(states.at(-1)).toBe("live");
    });

    it("takes silence after a machine has slept for nothing else", async () => {
      for (let attempt = 0; attempt < 3; attempt++) {
        Source.latest.sync(7);
        vi.setSystemTime(Date.now() + 3_600_000);
        await wait(HEARTBEAT_MS);
      }
      Source.latest.sync(7);
      await wait(1);
      expect(polls()).toHaveLength(0);
      expect(states.at(-1)).toBe("live");
    });

    it("says that it is reconnecting while the list cannot be had either, or is somebody else's page", async () => {
      answer = () => new Response("Please sign in to the hotel", { headers: { "Content-Type": "text/html" } });
      await wait(6_000);
      expect(polls().length).toBeGreaterThan(0);
      expect(states.at(-1)).toBe("reconnecting");
      expect(messages).toEqual([]);
    });

    it("stops when the list says that the session is over", async () => {
      answer = () => problem(401);
      await wait(5_001);
      expect(states.at(-1)).toBe("signed-out");
      await wait(120_000);
      expect(Source.all).toHaveLength(1);
    });

    it("says that a feed which has fewer changes than it had is another one", async () => {
      answer = () => head(2, 1);
      await wait(5_001);
      expect(messages.at(-1)?.event).toMatchObject({ type: "SYNC", payload: { complete: false } });
    });
  });

  it("comes back after a lost connection, within a second at first", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.end();
    expect(Source.all).toHaveLength(1);
    await wait(500);
    expect(Source.all).toHaveLength(2);
  });

  it("waits as long as a refusal asks, and longer with each one", async () => {
    answer = () => problem(429, { "Retry-After": "10" });
    Source.latest.end();
    await wait(10_499);
    expect(Source.all).toHaveLength(1);
    await wait(1);
    expect(Source.all).toHaveLength(2);
    Source.latest.end();
    await wait(10_999);
    expect(Source.all).toHaveLength(2);
    await wait(1);
    expect(Source.all).toHaveLength(3);
  });

  it("takes a refusal with a date for one without a wish, and not for a reason to hurry", async () => {
    answer = () => problem(503, { "Retry-After": "Sun, 22 Nov 2026 10:00:00 GMT" });
    Source.latest.end();
    await wait(499);
    expect(Source.all).toHaveLength(1);
    await wait(1);
    expect(Source.all).toHaveLength(2);
  });

  it("stops when the session is over, until it is opened again", async () => {
    answer = () => problem(401);
    Source.latest.end();
    await wait(120_000);
    window.dispatchEvent(new Event("online"));
    expect(Source.all).toHaveLength(1);
    expect(states.at(-1)).toBe("signed-out");
    connection.open("7");
    expect(Source.all).toHaveLength(2);
  });

  it("does not disturb a stream that was opened while an old refusal was looked into", async () => {
    let reply: (response: Response) => void = () => {};
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (reply = resolve)));
    Source.latest.end();
    window.dispatchEvent(new Event("online"));
    Source.latest.sync(7);
    reply(problem(503));
    await wait(60);
    expect(Source.all).toHaveLength(2);
    expect(states.at(-1)).toBe("live");
  });

  it("is silent once it is closed", async () => {
    const source = Source.latest;
    source.sync(7);
    connection.close();
    await wait(120_000);
    expect(source.closed).toBe(true);
    expect(batches).toEqual([]);
    expect(Source.all).toHaveLength(1);
    expect(states.at(-1)).toBe("closed");
  });
});
