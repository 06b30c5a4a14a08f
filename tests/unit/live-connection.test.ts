import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LiveConnection, type LiveState } from "@/lib/client/live-connection";
import { HEARTBEAT_MS } from "@/lib/protocol";

const TIME = "2026-11-22T10:00:00.000Z";
const USER = "0190a1b0-0000-7000-8000-000000000001";

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

describe("the live connection", () => {
  const page: { position: number | null } = { position: 7 };
  let states: LiveState[];
  let batches: string[][];
  let followed: string[][];
  let connection: LiveConnection;
  let answer: () => Response;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.stubGlobal("EventSource", Source);
    vi.stubGlobal("window", new EventTarget());
    vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
    vi.stubGlobal("navigator", { onLine: true });
    vi.stubGlobal("fetch", async () => answer());
    Source.all = [];
    states = [];
    batches = [];
    followed = [];
    page.position = 7;
    answer = () => new Response(null, { status: 503 });
    connection = new LiveConnection({
      userId: USER,
      onMessages: (messages) => batches.push(messages.map(({ id }) => id)),
      onState: (state) => states.push(state),
    });
    connection.follow({
      position: () => page.position,
      onMessages: (messages) => followed.push(messages.map(({ id }) => id)),
    });
    connection.open();
  });
  afterEach(() => {
    connection.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const wait = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

  it("opens as the page's user, from the follower's position", () => {
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}&last_event_id=7`);
  });

  it("opens at the head while the follower has no position, and for nobody but the count", () => {
    page.position = null;
    connection.restart();
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}`);
    const unfollow = connection.follow({ position: () => 9, onMessages: () => {} });
    unfollow();
    connection.restart();
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}`);
  });

  it("goes on as it is when somebody begins to follow", async () => {
    Source.latest.sync(8);
    const seen: string[] = [];
    connection.follow({ position: () => null, onMessages: (messages) => seen.push(...messages.map(({ id }) => id)) });
    Source.latest.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "9");
    await wait(1);
    expect(Source.all).toHaveLength(1);
    expect(seen).toContain("9");
    expect(states).toEqual(["connecting", "live"]);
  });

  it("is live with the first sync, and hands a burst over together, in order", async () => {
    Source.latest.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "8");
    Source.latest.sync(8);
    expect(states).toEqual(["connecting", "live"]);
    await wait(1);
    expect(batches).toEqual([["8", "8"]]);
    expect(followed).toEqual(batches);
  });

  it("connects anew when it has been silent for too long, and forgets the dead source", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.sync(7);
    const dead = Source.latest;
    page.position = 9;
    await wait(3 * HEARTBEAT_MS);
    expect(dead.closed).toBe(true);
    expect(Source.latest.url).toContain("last_event_id=9");
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("stays while pings come", async () => {
    for (let beat = 0; beat < 20; beat++) {
      await wait(HEARTBEAT_MS);
      Source.latest.say("ping", {});
    }
    expect(Source.all).toHaveLength(1);
  });

  it("on waking connects anew when a heartbeat is overdue, and only then", async () => {
    await wait(HEARTBEAT_MS);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(Source.all).toHaveLength(1);
    await wait(3_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(Source.all).toHaveLength(2);
  });

  it("comes back after a lost connection, within a second at first", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.end();
    expect(Source.all).toHaveLength(1);
    await wait(500);
    expect(Source.all).toHaveLength(2);
  });

  it("waits as long as a refusal asks, and longer with each one", async () => {
    answer = () => new Response(null, { status: 429, headers: { "Retry-After": "10" } });
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
    answer = () => new Response(null, { status: 503, headers: { "Retry-After": "Sun, 22 Nov 2026 10:00:00 GMT" } });
    Source.latest.end();
    await wait(499);
    expect(Source.all).toHaveLength(1);
    await wait(1);
    expect(Source.all).toHaveLength(2);
  });

  it("stops when the session is over, until it is opened again", async () => {
    answer = () => new Response(null, { status: 401 });
    Source.latest.end();
    await wait(120_000);
    window.dispatchEvent(new Event("online"));
    expect(Source.all).toHaveLength(1);
    expect(states.at(-1)).toBe("signed-out");
    connection.open();
    expect(Source.all).toHaveLength(2);
  });

  it("does not disturb a stream that was opened while an old refusal was looked into", async () => {
    let reply: (response: Response) => void = () => {};
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (reply = resolve)));
    Source.latest.end();
    window.dispatchEvent(new Event("online"));
    Source.latest.sync(7);
    reply(new Response(null, { status: 503 }));
    await wait(60);
    expect(Source.all).toHaveLength(2);
    expect(states.at(-1)).toBe("live");
  });

  it("is silent once it is closed", async () => {
    const source = Source.latest;
    source.sync(7);
    connection.close();
    await wait(120_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(source.closed).toBe(true);
    expect(batches).toEqual([]);
    expect(Source.all).toHaveLength(1);
    expect(states.at(-1)).toBe("closed");
  });
});
