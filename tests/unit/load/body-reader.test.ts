import { describe, expect, it } from "vitest";

import { bodyReader } from "@/tests/load/bench/crowd/body-reader";

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nid: 1\r\n10;name=value\r\n\ndata: with\r\nin \r\n0\r\n\r\n`;
const BODY = "id: 1\ndata: with\r\nin ";

function read(pieces: readonly string[]): { status: number[]; body: string } {
  const status: number[] = [];
  let body = "";
  const push = bodyReader(
    (code) => status.push(code),
    (text) => (body += text),
  );
  for (const piece of pieces) push(piece);
  return { status, body };
}

describe("the reader of responses", () => {
  it.each(Array.from({ length: CHUNKED.length }, (_, at) => at))("reads chunks when cut at byte %d", (at) => {
    expect(read([CHUNKED.slice(0, at), CHUNKED.slice(at)])).toEqual({ status: [200], body: BODY });
  });

  it("reads chunks that come byte by byte", () => {
    expect(read(CHUNKED.split(""))).toEqual({ status: [200], body: BODY });
  });

  it("reads a body that lasts until the connection ends", () => {
    const response = `${HEAD}\r\n${BODY}`;
    expect(read(response.split(""))).toEqual({ status: [200], body: BODY });
  });

  it("gives on what follows a change of protocol", () => {
    const response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\r\n\u0081\u0002hi";
    expect(read(response.split(""))).toEqual({ status: [101], body: "\r\n\u0081\u0002hi" });
  });

  it("tells the status of a refusal", () => {
    expect(read(["HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno"])).toEqual({
      status: [503],
      body: "no",
    });
  });
});
