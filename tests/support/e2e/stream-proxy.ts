import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, Transform } from "node:stream";

/**
 * `passed` on as it comes, `buffered` until its end, `lagging` by one chunk, `flushed` every ten seconds, `refused` by a page of
 * the proxy's own, or `redirected` to a page of the site.
 */
type Treatment = "passed" | "buffered" | "lagging" | "flushed" | "refused" | "redirected";

const FLUSH_MS = 10_000;

/** An HTTP/1.1 proxy that treats event streams as proxies do, and counts them. Everything else goes through. */
export class StreamProxy {
  /** What happens to streams from now on, and to those that are held. */
  #treatment: Treatment = "passed";
  readonly #open = new Set<ServerResponse>();
  readonly #held = new Set<PassThrough>();
  readonly #server: Server;
  /** Addresses of the requests for a stream, and for anything else of the notifications. */
  readonly streamRequests: string[] = [];
  readonly otherRequests: string[] = [];

  /** Whether pages may be kept by the browser: Next says of its pages that they may not. */
  mayKeepPages = false;

  private constructor(private readonly target: URL) {
    this.#server = createServer((incoming, answer) => this.#forward(incoming, answer));
  }

  /** Forwards to the server at `url`, from a free port of localhost. */
  static async start(url: string): Promise<StreamProxy> {
    const proxy = new StreamProxy(new URL(url));
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Streams that are open now. */
  get streams(): number {
    return this.#open.size;
  }

  treatStreams(treatment: Treatment): void {
    this.#treatment = treatment;
    for (const held of this.#held)
      if (treatment === "buffered") held.cork();
      else held.uncork();
  }

  /** Nothing comes over the open streams any more, and no end is told: what is left when a machine between them has gone. */
  loseStreams(): void {
    for (const held of this.#held) held.unpipe();
    this.#held.clear();
  }

  /** Ends the open streams, as a proxy that is restarted does. */
  endStreams(): void {
    for (const answer of this.#open) answer.destroy();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #forward(incoming: IncomingMessage, answer: ServerResponse): void {
    const { url = "/", method, headers } = incoming;
    const isStream = url.startsWith("/api/notifications/stream");
    if (url.startsWith("/api/notifications") && method === "GET")
      (isStream ? this.streamRequests : this.otherRequests).push(url);
    if (isStream && this.#treatment === "refused") {
      answer.writeHead(502, { "Content-Type": "text/html" }).end("<h1>502 Bad Gateway</h1>");
      return;
    }
    if (isStream && this.#treatment === "redirected") {
      answer.writeHead(307, { Location: "/sign-in" }).end();
      return;
    }
    const { hostname, port } = this.target;
    const outgoing = request({ hostname, port, path: url, method, headers, agent: false });
    outgoing.on("error", () => answer.destroy());
    answer.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
    outgoing.on("response", (response) => {
      if (this.mayKeepPages && !isStream) response.headers["cache-control"] = "no-cache";
      answer.writeHead(response.statusCode ?? 502, response.headers);
      if (isStream && method === "GET") this.#stream(response, answer);
      else response.pipe(answer);
    });
  }

  #stream(response: IncomingMessage, answer: ServerResponse): void {
    const held = new PassThrough({ highWaterMark: Number.MAX_SAFE_INTEGER });
    if (this.#treatment === "buffered") held.cork();
    answer.flushHeaders();
    if (this.#treatment === "lagging") response.pipe(lagging()).pipe(held).pipe(answer);
    else response.pipe(held).pipe(answer);
    if (this.#treatment === "flushed") {
      held.cork();
      const flush = setInterval(() => {
        held.uncork();
        held.cork();
      }, FLUSH_MS);
      answer.on("close", () => clearInterval(flush));
    }
    this.#open.add(answer);
    this.#held.add(held);
    answer.on("close", () => {
      this.#open.delete(answer);
      this.#held.delete(held);
    });
  }
}

/** Holds each chunk back until the next one comes, as some virus scanners do. */
function lagging(): Transform {
  let last: Buffer | null = null;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const before = last;
      last = chunk;
      done(null, before);
    },
    flush(done) {
      done(null, last);
    },
  });
}
