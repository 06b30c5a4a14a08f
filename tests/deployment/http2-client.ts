import { once } from "node:events";
import {
  connect,
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from "node:http2";
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

import { eventParser, type StreamFrame } from "@/tests/support/app/stream-client";
import { until } from "@/tests/support/until";

import { OUTSIDE } from "./nginx-configuration";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * One connection that speaks HTTP/2 over TLS, and as many requests and streams on it as are wanted. As a browser does,
 * it opens another one when the server says that this one takes no more requests; what is under way goes on.
 */
export class Http2Client {
  #session: Promise<ClientHttp2Session> | undefined;

  private constructor(
    /** With brackets round an IPv6 address, which Node leaves out. */
    private readonly authority: string,
    private readonly open: () => Promise<ClientHttp2Session>,
  ) {}

  /** `from` is the address of this machine that it comes from. Trusts this certificate alone. */
  static async connect(url: string, ca: Buffer, from = OUTSIDE): Promise<Http2Client> {
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, "");
    const client = new Http2Client(new URL(url).host, async () => {
      const socket = connectTcp({ host, port: Number(port || 443), localAddress: from });
      const session = connect(url, { createConnection: () => connectTls({ socket, host, ca, ALPNProtocols: ["h2"] }) });
      await once(session, "connect");
      for (const end of ["goaway", "close"] as const) session.once(end, () => (client.#session = undefined));
      return session;
    });
    await client.#connection();
    return client;
  }

  /** The protocol that the server has chosen: `h2`. */
  async protocol(): Promise<string | undefined> {
    return (await this.#connection()).alpnProtocol;
  }

  #connection(): Promise<ClientHttp2Session> {
    return (this.#session ??= this.open().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    }));
  }

  async ask(path: string, question: Question = {}): Promise<Answer> {
    for (;;) {
      const answer = await this.#askOnce(path, question);
      if (answer) return answer;
      this.#session = undefined;
    }
  }

  async #askOnce(path: string, { method = "GET", headers = {}, body }: Question): Promise<Answer | null> {
    const session = await this.#connection();
    const request = session.request(
      { ":authority": this.authority, ":path": path, ":method": method, ...headers },
      { endStream: !body },
    );
    if (body !== undefined) request.end(body);
    let received = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
    const answered = once(request, "response") as Promise<[IncomingHttpHeaders & { ":status"?: number }]>;
    const all = await unlessRefused(request, Promise.all([answered, once(request, "close")]));
    if (!all) return null;
    const [[answer]] = all;
    return { status: answer[":status"] ?? 0, headers: answer, body: received };
  }

  async openStream(headers: Record<string, string>): Promise<Http2EventStream> {
    for (;;) {
      const session = await this.#connection();
      const request = session.request({
        ":authority": this.authority,
        ":path": "/api/notifications/stream",
        ...headers,
      });
      const answered = once(request, "response") as Promise<[IncomingHttpHeaders & { ":status"?: number }]>;
      const answer = await unlessRefused(request, answered);
      if (answer) return new Http2EventStream(request, answer[0][":status"] ?? 0);
      this.#session = undefined;
    }
  }

  close(): void {
    void this.#session?.then((session) => session.destroy());
  }
}

/** Null if the server has refused to look at the request, which is how it may end a connection: RFC 9113, section 8.7. */
async function unlessRefused<T>(request: ClientHttp2Stream, answered: Promise<T>): Promise<T | null> {
  try {
    return await answered;
  } catch (error) {
    if (request.rstCode === constants.NGHTTP2_REFUSED_STREAM) return null;
    throw error;
  }
}

/** An event stream on a connection that others share. */
export class Http2EventStream {
  readonly events: StreamFrame[] = [];
  raw = "";
  /** Settles when it has ended, by whichever side. */
  readonly ended: Promise<void>;

  constructor(
    private readonly request: ClientHttp2Stream,
    readonly status: number,
  ) {
    const parse = eventParser();
    request.setEncoding("utf8").on("data", (chunk: string) => {
      this.raw += chunk;
      this.events.push(...parse(chunk).filter(({ data }) => data !== ""));
    });
    // A stream that is cut off ends too.
    request.on("error", () => {});
    this.ended = once(request, "close").then(() => {});
  }

  /** Ids of all notifications received, in order. */
  get notificationIds(): string[] {
    return this.events
      .filter(({ event }) => event === "message")
      .map(({ data }) => (JSON.parse(data) as { payload: { id: string } }).payload.id);
  }

  /** Positions of all changes received, in order. */
  get positions(): number[] {
    return this.events.filter(({ event }) => event === "message" || event === "read").map(({ id }) => Number(id));
  }

  /** Resolves when the first `sync` is there. */
  async synced(): Promise<this> {
    await until("the stream is synced", 10_000, () => this.events.some(({ event }) => event === "sync"));
    return this;
  }

  close(): void {
    this.request.close(constants.NGHTTP2_CANCEL);
  }
}
