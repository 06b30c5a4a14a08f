import { describe, expect, it } from "vitest";

import type { Protocol } from "@/tests/load/bench/contender";
import { WIRES } from "@/tests/load/bench/crowd/wire";

const UPGRADED = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
const CALLER = { token: "a.b.c", cursor: "41" };

/** What a client of this protocol makes of these bytes when they come one by one, and what it sends. */
function talk(protocol: Protocol, bytes: string) {
  const heard: [string, string][] = [];
  const replies: Buffer[] = [];
  const failures: string[] = [];
  const read = WIRES[protocol].reader(CALLER, {
    onAccepted: () => {},
    onEnvelope: (envelope, id) => heard.push([envelope, id]),
    reply: (bytes) => replies.push(bytes),
    fail: (reason) => failures.push(reason),
  });
  for (const byte of Buffer.from(bytes, "latin1")) read(Buffer.of(byte));
  return { heard, replies: replies.map(unmasked), failures };
}

/** The text of a client's frame that is shorter than 126 bytes. */
function unmasked(frame: Buffer): string {
  const mask = frame.subarray(2, 6);
  return Buffer.from(frame.subarray(6).map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString();
}

function textFrame(text: string): string {
  return String.fromCodePoint(0x81, text.length) + text;
}

describe("an event stream", () => {
  it("asks with its token, from where it was", () => {
    const hello = WIRES["event-stream"].hello("host:1", CALLER);
    expect(hello).toContain("\r\nAuthorization: Bearer a.b.c\r\n");
    expect(hello).toContain("\r\nLast-Event-ID: 41\r\n");
    expect(WIRES["event-stream"].hello("host:1", { ...CALLER, cursor: undefined })).not.toContain("Last-Event-ID");
  });

  it("hears each event with its id, and no comment", () => {
    const body = 'retry: 2000\n\n: hello\n\nid: 42\ndata: {"a":1}\n\nid: 42\nevent: sync\ndata: {"type":"SYNC"}\n\n';
    expect(talk("event-stream", `HTTP/1.1 200 OK\r\n\r\n${body}`)).toEqual({
      heard: [
        ['{"a":1}', "42"],
        ['{"type":"SYNC"}', "42"],
      ],
      replies: [],
      failures: [],
    });
  });

  it("fails when it is refused", () => {
    expect(talk("event-stream", "HTTP/1.1 401 Unauthorized\r\n\r\n").failures).toEqual(["HTTP/1.1 401 Unauthorized"]);
  });
});

describe("a WebSocket", () => {
  it("hears each message and answers a ping", () => {
    const ping = "\u0089\u0002hi";
    expect(talk("websocket", UPGRADED + textFrame('{"a":1}') + ping + textFrame("{}"))).toEqual({
      heard: [
        ['{"a":1}', ""],
        ["{}", ""],
      ],
      replies: ["hi"],
      failures: [],
    });
  });

  it("fails when it is closed or refused", () => {
    expect(talk("websocket", `${UPGRADED}\u0088\u0000`).failures).toEqual(["closed by the server"]);
    expect(talk("websocket", "HTTP/1.1 401 Unauthorized\r\n\r\n").failures).toEqual(["HTTP/1.1 401 Unauthorized"]);
  });
});

describe("Socket.IO", () => {
  it("signs in when the engine is there, answers its ping and hears what the event holds", () => {
    const packets = ['0{"sid":"x"}', '40{"sid":"y"}', "2", '42["notification",{"a":[1]}]'];
    expect(talk("socket.io", UPGRADED + packets.map(textFrame).join(""))).toEqual({
      heard: [['{"a":[1]}', ""]],
      replies: ['40{"token":"a.b.c","after":"41"}', "3"],
      failures: [],
    });
  });

  it("fails when it is refused", () => {
    expect(talk("socket.io", UPGRADED + textFrame('44{"message":"no"}')).failures).toEqual(['44{"message":"no"}']);
  });
});
