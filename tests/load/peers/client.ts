import { WebSocket } from "ws";

import { NotificationEvent } from "@/lib/notifications/contract";
import type { Protocol } from "@/tests/load/bench/contender";
import { eventParser } from "@/tests/support/event-parser";

interface Doors {
  protocol: Protocol;
  /** What tells a client that its stream is open: by default a SYNC. */
  openedBy?: "headers";
}

interface Credentials {
  token?: string;
  /** What an earlier client had when it left. */
  cursor?: string | undefined;
}

/** A client of any contender. */
export class Client {
  /** Ids of the notifications received, in order. */
  readonly ids: string[] = [];
  /** What to come back with. */
  cursor: string | undefined;
  #opened = (): void => {};
  #refused = (_reason: unknown): void => {};
  #close = (): void => {};

  private constructor(private readonly url: string) {}

  /** Resolves when it is subscribed and has what it had missed; rejects when it is refused. */
  static open({ protocol, openedBy }: Doors, url: string, credentials: Credentials): Promise<Client> {
    const client = new Client(url);
    client.cursor = credentials.cursor;
    return new Promise((resolve, reject) => {
      client.#opened = () => resolve(client);
      client.#refused = reject;
      switch (protocol) {
        case "event-stream":
          client.#readEventStream(credentials, openedBy).catch(reject);
          break;
        case "websocket":
          client.#openWebSocket(credentials);
          break;
        case "socket.io":
          client.#openSocketIo(credentials);
          break;
      }
    });
  }

  close(): void {
    this.#close();
  }

  #receive(message: { type: string }, cursor?: string): void {
    if (message.type === "SYNC") return this.#opened();
    const { id } = NotificationEvent.parse(message).payload;
    this.ids.push(id);
    this.cursor = cursor ?? id;
  }

  async #readEventStream({ token, cursor }: Credentials, openedBy: "headers" | undefined): Promise<void> {
    const leaving = new AbortController();
    this.#close = () => leaving.abort();
    const response = await fetch(`${this.url}/api/notifications/stream`, {
      headers: {
        Accept: "text/event-stream",
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(cursor !== undefined && { "Last-Event-ID": cursor }),
      },
      signal: leaving.signal,
    });
    if (response.status !== 200) throw new Error(`refused: ${response.status}`);
    if (openedBy === "headers") this.#opened();
    const parse = eventParser();
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      for (const { id, event, data } of parse(decoder.decode(chunk, { stream: true }))) {
        const isMeant = event === "message" || event === "sync";
        if (data !== "" && isMeant) this.#receive(JSON.parse(data) as { type: string }, id);
      }
  }

  #openWebSocket({ token, cursor }: Credentials): void {
    const socket = this.#connect(`/api/notifications/socket${cursor === undefined ? "" : `?after=${cursor}`}`, token);
    socket.on("message", (data: Buffer) => this.#receive(JSON.parse(data.toString()) as { type: string }));
  }

  /** Engine.IO 4 and Socket.IO 5 by hand: https://socket.io/docs/v4/socket-io-protocol */
  #openSocketIo({ token, cursor }: Credentials): void {
    const socket = this.#connect("/socket.io/?EIO=4&transport=websocket");
    socket.on("message", (data: Buffer) => {
      const packet = data.toString();
      if (packet.startsWith("0")) socket.send(`40${JSON.stringify({ token, after: cursor })}`);
      else if (packet === "2") socket.send("3");
      else if (packet.startsWith("44")) {
        this.#refused(new Error(`refused: ${packet.slice(2)}`));
        this.close();
      } else if (packet.startsWith("42")) {
        const [event, message] = JSON.parse(packet.slice(2)) as [string, { type: string }];
        if (event === "notification") this.#receive(message);
      }
    });
  }

  #connect(path: string, token?: string): WebSocket {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const socket = new WebSocket(this.url.replace("http", "ws") + path, { headers, perMessageDeflate: false });
    this.#close = () => socket.terminate();
    return socket.on("error", this.#refused);
  }
}
