import type { Protocol } from "@/tests/load/bench/contender";
import { eventParser } from "@/tests/support/event-parser";

import { bodyReader } from "./body-reader";
import { clientFrame, frameReader } from "./web-socket-frames";

/** Who connects: a session token, and the last thing that it received, if anything. */
interface Caller {
  token: string;
  cursor: string | undefined;
}

/** What a connection tells its client. */
interface Listener {
  /** The server has agreed to it. */
  onAccepted(): void;
  /** An envelope as it came, with the id that an event stream gives it (empty elsewhere). */
  onEnvelope(envelope: string, id: string): void;
  /** To be sent at once. */
  reply(bytes: Buffer): void;
  /** It is not what it should be. */
  fail(reason: string): void;
}

/** One way to speak with a server, from the first byte on. */
export interface Wire {
  /** What a client sends first. */
  hello(host: string, caller: Caller): string;
  /** Takes what comes back, in pieces that are cut anywhere and whose memory is used again. */
  reader(caller: Caller, listener: Listener): (piece: Buffer) => void;
}

export const WIRES: Readonly<Record<Protocol, Wire>> = {
  "event-stream": {
    hello: (host, { token, cursor }) =>
      request("/api/notifications/stream", host, [
        "Accept: text/event-stream",
        `Authorization: Bearer ${token}`,
        ...(cursor === undefined ? [] : [`Last-Event-ID: ${cursor}`]),
      ]),
    reader: (_, listener) => {
      const parse = eventParser();
      const read = bodyReader(expect(200, listener), (text) => {
        for (const { id, data } of parse(text)) if (data !== "") listener.onEnvelope(data, id);
      });
      return (piece) => read(piece.toString("latin1"));
    },
  },
  websocket: {
    hello: (host, { token, cursor }) =>
      upgrade(`/api/notifications/socket${cursor === undefined ? "" : `?after=${cursor}`}`, host, [
        `Authorization: Bearer ${token}`,
      ]),
    reader: (_, listener) => webSocketReader(listener, (text) => listener.onEnvelope(text, "")),
  },
  "socket.io": {
    hello: (host) => upgrade("/socket.io/?EIO=4&transport=websocket", host, []),
    reader: ({ token, cursor }, listener) => {
      const send = (packet: string): void => listener.reply(clientFrame("text", Buffer.from(packet)));
      // Packets of Engine.IO 4 with packets of Socket.IO 5 in them.
      return webSocketReader(listener, (packet) => {
        if (packet.startsWith("0")) send(`40${JSON.stringify({ token, after: cursor })}`);
        else if (packet === "2") send("3");
        else if (packet.startsWith("42")) listener.onEnvelope(packet.slice(packet.indexOf(",") + 1, -1), "");
        else if (packet.startsWith("44")) listener.fail(packet);
      });
    },
  },
};

function webSocketReader(listener: Listener, onText: (text: string) => void): (piece: Buffer) => void {
  const frames = frameReader();
  const read = bodyReader(expect(101, listener), (text) => {
    for (const { kind, payload } of frames(Buffer.from(text, "latin1"))) {
      if (kind === "text") onText(payload.toString("latin1"));
      else if (kind === "ping") listener.reply(clientFrame("pong", payload));
      else if (kind === "close") listener.fail("closed by the server");
    }
  });
  return (piece) => read(piece.toString("latin1"));
}

function expect(wanted: number, listener: Listener): (status: number, head: string) => void {
  return (status, head) => {
    if (status === wanted) listener.onAccepted();
    else listener.fail(head);
  };
}

function upgrade(path: string, host: string, headers: readonly string[]): string {
  return request(path, host, [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  ]);
}

function request(path: string, host: string, headers: readonly string[]): string {
  return [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers, "", ""].join("\r\n");
}
