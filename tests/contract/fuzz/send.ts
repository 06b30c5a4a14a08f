import { request, type Agent, type IncomingMessage } from "node:http";

import type { ReceivedAnswer } from "@/tests/contract/described-api";

import type { FuzzedRequest } from "./requests";

/** Far longer than any answer takes, on a busy machine too. */
const DEADLINE_MS = 20_000;

/** Sends the request as it is and reads the answer, of a stream the beginning. Rejects when none comes. */
export function send(url: string, agent: Agent, fuzzed: FuzzedRequest): Promise<ReceivedAnswer> {
  const { method, target, headers, body } = fuzzed;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, hostname, port, method, path: target });
    const late = setTimeout(() => outgoing.destroy(new Error(`no answer in ${DEADLINE_MS} ms`)), DEADLINE_MS);
    outgoing.on("error", reject).on("close", () => clearTimeout(late));
    // Else Node sends the body of a GET without saying how long it is, as if it were the next request.
    if (body) outgoing.setHeader("Content-Length", body.length);
    for (const [name, value] of headers) outgoing.appendHeader(name, value);
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      const answer = (): void => resolve(received(response, Buffer.concat(chunks).toString()));
      response.on("error", reject).on("end", answer);
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (!response.headers["content-type"]?.startsWith("text/event-stream")) return;
        answer();
        outgoing.destroy();
      });
    });
    outgoing.end(body);
  });
}

function received({ statusCode = 0, rawHeaders }: IncomingMessage, body: string): ReceivedAnswer {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return { status: statusCode, headers, body };
}
