import { describe, expect, it } from "vitest";

import { eventFrame, retryFrame } from "@/lib/notifications/stream/sse-frame";

const text = (frame: Uint8Array): string => new TextDecoder().decode(frame);

describe("SSE frames", () => {
  it("writes a default event with its position", () => {
    expect(text(eventFrame({ id: 42, data: '{"a":1}' }))).toBe('id: 42\ndata: {"a":1}\n\n');
  });

  it("writes a named event", () => {
    expect(text(eventFrame({ id: 43, event: "read", data: "{}" }))).toBe("id: 43\nevent: read\ndata: {}\n\n");
  });

  it("writes an event without a position, which leaves the client's own as it is", () => {
    expect(text(eventFrame({ event: "ping", data: "{}" }))).toBe("event: ping\ndata: {}\n\n");
  });

  it("writes the reconnection time", () => {
    expect(text(retryFrame(2000))).toBe("retry: 2000\n\n");
  });

  it("writes one line of data for every program, whatever it takes for the end of a line", () => {
    const value = { message: "a\u0085b\u2028c\u2029d\u000be\u000cf\u001cg\u001dh\u001ei\r\nj" };
    const [data = "", ...rest] = text(eventFrame({ data: JSON.stringify(value) })).split(
      // What ends a line for Python's splitlines.
      // oxlint-disable-next-line no-control-regex
      /\r\n|[\n\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029]/,
    );
    expect(rest).toEqual(["", ""]);
    expect(JSON.parse(data.slice("data: ".length))).toEqual(value);
  });
});
