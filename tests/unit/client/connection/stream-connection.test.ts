import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Connection } from "@/lib/notifications/client/connection/connection";
import { StreamConnection } from "@/lib/notifications/client/connection/stream-connection";
import type { StreamMessage } from "@/lib/notifications/client/connection/stream-message";
import { HEARTBEAT_MS, LIST_PATH } from "@/lib/notifications/protocol";

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

  /** A punctual server pings a second or two after the sync. */
  async prove(): Promise<void> {
    await vi.advanceTimersByTimeAsync(1_500);
    this.say("ping", {});
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

describe("the stream connection", () => {
  let states: Connection[];
  let batches: string[][];
  let messages: StreamMessage[];
  let connection: StreamConnection;
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
    connection = new StreamConnection({
      userId: USER,
      endpoint: LIST_PATH,
      onMessages: (burst) => {
        batches.push(burst.map(({ id }) => id));
        messages.push(...burst);
      },
      onChange: (state) => states.push(state),
    });
    connection.open("7", false);
  });
  afterEach(() => {
    connection.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const wait = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const polls = (): typeof asked => asked.filter(({ address }) => address.includes("status=unread"));
  const read = (position: number): void =>
    Source.latest.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, String(position));
  const becomeLive = async (position = 7): Promise<void> => {
    while (Source.latest.closed) await wait(100);
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.sync(position);
    await Source.latest.prove();
  };

  it("opens as the page's user, from the position it is given", () => {
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}&last_event_id=7`);
  });

  it("opens at the head without a position", () => {
    connection.close();
    connection.open(null, false);
    expect(Source.latest.url).toBe(`/api/notifications/stream?user=${USER}`);
    expect(states.at(-1)).toBe("connecting");
  });

  it("closes a source again that comes back to life, as Safari's do with a page", async () => {
    const [source] = Source.all;
    source?.sync(7);
    connection.close();
    Object.assign(source ?? {}, { closed: false });
    source?.end();
    expect(source?.closed).toBe(true);
    await wait(60_000);
    expect(Source.all).toHaveLength(1);
    expect(states.at(-1)).toBe("paused");
  });

  it("is live at the first sync, and hands a burst over together, in order", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    read(8);
    Source.latest.sync(8);
    expect(states).toEqual(["reconnecting", "catching-up", "live"]);
    await wait(1);
    expect(batches).toEqual([["8", "8"]]);
  });

  it("reconnects after too long a silence, and forgets the dead source", async () => {
    await becomeLive();
    const dead = Source.latest;
    read(8);
    read(9);
    await wait(3 * HEARTBEAT_MS);
    expect(dead.closed).toBe(true);
    expect(Source.latest.url).toContain("last_event_id=9");
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("lets a replay take its time while events come", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    for (let position = 8; position < 12; position++) {
      await wait(10_000);
      read(position);
    }
    expect(Source.all).toHaveLength(1);
  });

  it("opens no second stream for a doubt while one is being opened", () => {
    connection.doubt();
    expect(Source.all).toHaveLength(1);
  });

  it("on waking, reconnects if a heartbeat is overdue, else asks the list", async () => {
    await becomeLive();
    answer = () => head(7, 0);
    await wait(HEARTBEAT_MS);
    connection.wake();
    await wait(1_000);
    expect(polls()).toHaveLength(1);
    expect(polls()[0]?.init).toMatchObject({ method: "HEAD", cache: "no-store" });
    expect(Source.all).toHaveLength(1);
    await wait(8_000);
    connection.wake();
    expect(Source.all).toHaveLength(2);
    expect(polls()).toHaveLength(1);
  });

  it("on waking, reconnects if the list is ahead and the stream does not follow", async () => {
    await becomeLive();
    answer = () => head(8, 1);
    connection.wake();
    await wait(100);
    read(8);
    await wait(2_000);
    expect(Source.all).toHaveLength(1);

    answer = () => head(9, 2);
    connection.wake();
    await wait(1_500);
    expect(Source.all).toHaveLength(2);
    expect(Source.latest.url).toContain("last_event_id=8");
    expect(batches).toEqual([["7"], ["8"]]);
  });

  it("on waking, reconnects if nobody answers, but not if the server has trouble with the list", async () => {
    await becomeLive();
    connection.wake();
    await wait(1_000);
    expect(Source.all).toHaveLength(1);
    answer = () => new Promise(() => {});
    connection.wake();
    await wait(2_001);
    expect(Source.all).toHaveLength(2);
  });

  it("reconnects when another answer is ahead of the stream for a second", async () => {
    await becomeLive();
    connection.reached(7);
    connection.reached(8);
    await wait(500);
    read(8);
    await wait(2_000);
    expect(Source.all).toHaveLength(1);
    connection.reached(9);
    await wait(1_001);
    expect(Source.all).toHaveLength(2);
  });

  it("does what is overdue when asked, in case its timers are late", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.end();
    const now = performance.now() + 700;
    vi.spyOn(performance, "now").mockReturnValue(now);
    connection.check();
    expect(Source.all).toHaveLength(2);
  });

  describe("where streams are held back", () => {
    it("polls the list after five seconds, and tells of changes by a sync", async () => {
      answer = () => head(9, 2);
      Source.latest.dispatchEvent(new Event("open"));
      await wait(4_999);
      expect(polls()).toHaveLength(0);
      await wait(3);
      expect(states.at(-1)).toBe("polling");
      expect(messages).toEqual([
        { id: "9", event: { type: "SYNC", payload: { position: "9", replayed: 0, complete: true, unread: 2 } } },
      ]);
    });

    it("tells how many are unread in an empty feed", async () => {
      connection.close();
      connection.open(null, false);
      answer = () => head(0, 0);
      await wait(5_002);
      expect(messages.map(({ event }) => event.payload)).toMatchObject([{ position: "0", unread: 0 }]);
    });

    it("polls less often while nothing changes, with the ETag it has, and often again after a change", async () => {
      answer = (address, init) =>
        address.includes("/stream") ? problem(503) : head(7, 0, "If-None-Match" in (init.headers ?? {}) ? 304 : 200);
      await wait(5_002);
      expect(polls()).toHaveLength(1);
      const pauses: number[] = [];
      for (let last = Date.now(); pauses.length < 8; last = Date.now()) {
        const before = polls().length;
        while (polls().length === before) await wait(50);
        pauses.push(Date.now() - last);
        expect(polls().at(-1)?.init.headers).toEqual({ "If-None-Match": '"7 0"' });
      }
      expect(Math.max(...pauses)).toBeLessThan(34_000);
      expect(pauses.at(-1)).toBeGreaterThan(20_000);
      answer = (address) => (address.includes("/stream") ? problem(503) : head(8, 1));
      await wait(34_000);
      const before = polls().length;
      await wait(4_000);
      expect(polls()).toHaveLength(before + 1);
    });

    it("keeps trying streams from where the list was, and stops polling once one is punctual", async () => {
      answer = () => head(9, 2);
      await wait(60_000);
      expect(Source.all.length).toBeGreaterThan(2);
      expect(Source.latest.url).toContain("last_event_id=9");
      await becomeLive(9);
      expect(states.at(-1)).toBe("live");
      const before = polls().length;
      for (let beat = 0; beat < 10; beat++) {
        await wait(HEARTBEAT_MS);
        Source.latest.say("ping", {});
      }
      expect(polls()).toHaveLength(before);
    });

    it.each([
      ["our server", problem(429, { "Retry-After": "30" })],
      ["something on the way", new Response("Bad Gateway", { status: 502 })],
    ])("polls as soon as a stream is refused by %s", async (_who, refusal) => {
      answer = (address) => (address.includes("/stream") ? refusal : head(9, 2));
      Source.latest.end();
      await wait(2_000);
      expect(states.at(-1)).toBe("polling");
      expect(messages.at(-1)?.event).toMatchObject({ payload: { unread: 2 } });
      await wait(60_000);
      expect(Source.all.length).toBeGreaterThan(1);
      await becomeLive(9);
      expect(states.at(-1)).toBe("live");
    });

    it.each([
      ["brings nothing after its sync", async () => wait(3_501)],
      [
        "brings its first ping together with its sync",
        async () => {
          Source.latest.say("ping", {});
          await wait(2);
        },
      ],
    ])("polls when a stream %s, until another one is punctual", async (_what, happens) => {
      answer = () => head(7, 0);
      Source.latest.dispatchEvent(new Event("open"));
      Source.latest.sync(7);
      await happens();
      expect(states.at(-1)).toBe("polling");
      expect(polls()).toHaveLength(1);
      // What comes late may be what the list has told already.
      const late = Source.latest;
      late.say("read", { type: "READ", payload: { ids: [USER], read_at: TIME } }, "7");
      await wait(5_000);
      expect(late.closed).toBe(true);
      expect(messages.filter(({ event }) => event.type === "READ")).toEqual([]);
      states = [];
      await becomeLive();
      expect(states).toEqual(["live"]);
    });

    it("tells of another feed when the position is lower than before", async () => {
      answer = () => head(2, 1);
      await wait(5_002);
      expect(messages.at(-1)?.event).toMatchObject({ type: "SYNC", payload: { complete: false } });
    });
  });

  it("comes back within a second after the first lost connection", async () => {
    Source.latest.dispatchEvent(new Event("open"));
    Source.latest.end();
    expect(Source.all).toHaveLength(1);
    await wait(1_000);
    expect(Source.all).toHaveLength(2);
  });

  it("waits as long as a refusal asks, and longer each time", async () => {
    answer = () => problem(429, { "Retry-After": "10" });
    Source.latest.end();
    await wait(10_624);
    expect(Source.all).toHaveLength(1);
    await wait(1);
    expect(Source.all).toHaveLength(2);
    Source.latest.end();
    await wait(11_249);
    expect(Source.all).toHaveLength(2);
    await wait(1);
    expect(Source.all).toHaveLength(3);
  });

  describe("when the session is over", () => {
    const expectOver = async (): Promise<void> => {
      answer = () => problem(401);
      Source.latest.end();
      await wait(1);
      expect(states.at(-1)).toBe("signed-out");
    };
    const expectBack = async (): Promise<void> => {
      await wait(1);
      expect(Source.all).toHaveLength(2);
      await becomeLive();
      expect(states.at(-1)).toBe("live");
    };

    it("asks nothing for a minute, then whether it is still over", async () => {
      await expectOver();
      await wait(59_000);
      expect(asked).toHaveLength(1);
      await wait(61_000);
      expect(asked).toHaveLength(3);
      expect(Source.all).toHaveLength(1);
      answer = () => head(7, 0);
      await wait(60_000);
      await expectBack();
    });

    it.each([
      ["somebody looks", () => connection.look()],
      ["the page wakes up", () => connection.wake()],
      ["the network is back", () => window.dispatchEvent(new Event("online"))],
    ])("asks at once when %s", async (_what, happens) => {
      await expectOver();
      answer = () => head(7, 0);
      happens();
      await expectBack();
    });

    it("hears it from a polled list, but lets the stream's own address decide", async () => {
      answer = (address) => (address.includes("/stream") ? problem(503) : problem(401));
      await wait(6_000);
      expect(states.at(-1)).toBe("reconnecting");
      answer = () => problem(401);
      await wait(20_000);
      expect(states.at(-1)).toBe("signed-out");
    });

    it("does not believe one 401 elsewhere: a new stream shows the truth, unnoticed", async () => {
      await becomeLive();
      states = [];
      connection.doubt();
      expect(Source.all).toHaveLength(2);
      await becomeLive();
      expect(states).toEqual([]);
    });

    it.each([200, 405, 500])(
      "understands a redirect to a page of this site that answers HEAD with %i",
      async (status) => {
        const page = new Response("", { status, headers: { "Content-Type": "text/html" } });
        Object.defineProperty(page, "redirected", { value: true });
        answer = () => page;
        Source.latest.end();
        await wait(1);
        expect(states.at(-1)).toBe("signed-out");
      },
    );
  });

  it("ignores the late answer about an old refusal once another stream is open", async () => {
    let reply: (response: Response) => void = () => {};
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (reply = resolve)));
    Source.latest.end();
    window.dispatchEvent(new Event("online"));
    const old = reply;
    await becomeLive();
    old(problem(503));
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
    expect(states.at(-1)).toBe("paused");
  });
});
