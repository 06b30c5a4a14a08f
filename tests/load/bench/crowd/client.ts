import { once } from "node:events";
import { get } from "node:http";

import { WebSocket } from "ws";

import type { Protocol } from "@/tests/load/bench/contender";
import { eventParser } from "@/tests/support/app/stream-client";

import { now } from "./clock";

/** Cheaper than to parse all of it. */
const NOTIFICATION = /"type":"NOTIFICATION","payload":\{"id":"([^"]+)"/;
const SYNC = '"type":"SYNC"';
const POSITION = /^\d+$/;

/** A notification as it came in. */
export interface Arrival {
  id: string;
  /** On the clock of `now()`. */
  at: number;
  /** Its place in the feed; NaN where the contender gives none. */
  position: number;
}

interface Opening {
  startedAt: number;
  resolve(milliseconds: number): void;
  reject(error: Error): void;
}

/** One user's stream, opened and dropped any number of times. */
export class Client {
  #drop = async (): Promise<void> => {};
  #cursor: string | undefined;
  #opening: Opening | undefined;

  constructor(
    private readonly server: { url: string; protocol: Protocol },
    private readonly token: string,
    private readonly onArrival: (arrival: Arrival) => void,
  ) {}

  /** Connects, from after the last thing received; resolves at the end of the catch-up with the milliseconds it took. */
  open(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#opening = { startedAt: now(), resolve, reject };
      if (this.server.protocol === "websocket") this.#openWebSocket();
      else this.#openEventStream();
    });
  }

  /** Ends the connection without a word. */
  async drop(): Promise<void> {
    await this.#drop();
    this.#drop = async () => {};
  }

  #openEventStream(): void {
    const cursor = this.#cursor === undefined ? {} : { "Last-Event-ID": this.#cursor };
    const headers = { Authorization: `Bearer ${this.token}`, ...cursor };
    const request = get(`${this.server.url}/api/notifications/stream`, { agent: false, headers }, (response) => {
      if (response.statusCode !== 200) this.#fail(`refused: ${response.statusCode}`);
      const parse = eventParser();
      response.setEncoding("utf8").on("data", (text: string) => {
        for (const { id, data } of parse(text)) if (data !== "") this.#hear(data, id);
      });
      response.on("error", ({ message }) => this.#fail(message));
    });
    request.on("error", ({ message }) => this.#fail(message));
    this.#drop = async () => {
      if (request.closed) return;
      request.destroy();
      await once(request, "close");
    };
  }

  #openWebSocket(): void {
    const after = this.#cursor === undefined ? "" : `?after=${this.#cursor}`;
    const address = `${this.server.url.replace("http", "ws")}/api/notifications/socket${after}`;
    const headers = { Authorization: `Bearer ${this.token}` };
    const socket = new WebSocket(address, { headers, perMessageDeflate: false });
    socket.on("message", (data: Buffer) => this.#hear(data.toString(), ""));
    socket.on("error", ({ message }) => this.#fail(message));
    socket.on("close", () => this.#fail("the connection ended"));
    this.#drop = async () => {
      if (socket.readyState === WebSocket.CLOSED) return;
      socket.terminate();
      await once(socket, "close");
    };
  }

  #hear(envelope: string, id: string): void {
    if (id !== "") this.#cursor = id;
    const notification = NOTIFICATION.exec(envelope)?.[1];
    if (notification !== undefined) {
      if (id === "") this.#cursor = notification;
      this.onArrival({ id: notification, at: now(), position: POSITION.test(id) ? Number(id) : Number.NaN });
    } else if (envelope.includes(SYNC)) {
      this.#opening?.resolve(now() - this.#opening.startedAt);
      this.#opening = undefined;
    }
  }

  #fail(reason: string): void {
    this.#opening?.reject(new Error(reason));
    this.#opening = undefined;
  }
}
