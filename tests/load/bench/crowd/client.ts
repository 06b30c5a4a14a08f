import { connect, type Socket } from "node:net";

import { now } from "./clock";
import type { Spoken } from "./commands";
import { WIRES } from "./wire";

const NOTIFICATION = /"type":"NOTIFICATION","payload":\{"id":"([^"]+)"/;
const SYNC = '"type":"SYNC"';
const POSITION = /^\d+$/;

/** All sockets read into it: what one has read is looked at before another one reads. */
const READ_BUFFER = Buffer.alloc(64 * 1024);

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

/** One user's stream on a bare socket, opened and dropped any number of times. */
export class Client {
  #socket: Socket | undefined;
  #cursor: string | undefined;
  #opening: Opening | undefined;

  constructor(
    private readonly server: { host: string; port: number; kind: Spoken },
    private readonly token: string,
    private readonly onArrival: (arrival: Arrival) => void,
  ) {}

  /** Connects, from after the last thing received; resolves at the end of the catch-up with the milliseconds it took. */
  open(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#opening = { startedAt: now(), resolve, reject };
      const { host, port, kind } = this.server;
      const wire = WIRES[kind.protocol];
      const caller = { token: this.token, cursor: this.#cursor };
      const read = wire.reader(caller, {
        onAccepted: () => {
          if (kind.openedBy === "headers") this.#opened();
        },
        onEnvelope: (envelope, id) => this.#hear(envelope, id),
        reply: (bytes) => socket.write(bytes),
        fail: (reason) => this.#fail(reason),
      });
      const callback = (size: number, buffer: Uint8Array): boolean => {
        read(Buffer.from(buffer.buffer, buffer.byteOffset, size));
        return true;
      };
      const socket = connect({ host, port, noDelay: true, onread: { buffer: READ_BUFFER, callback } });
      socket.write(wire.hello(`${host}:${port}`, caller));
      socket.on("error", ({ message }) => this.#fail(message));
      socket.on("close", () => {
        if (socket === this.#socket) this.#fail("the connection ended");
      });
      this.#socket = socket;
    });
  }

  /** Ends the connection without a word. */
  async drop(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket || socket.closed) return;
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.destroy();
    await closed;
  }

  #hear(envelope: string, id: string): void {
    if (id !== "") this.#cursor = id;
    const notification = NOTIFICATION.exec(envelope)?.[1];
    if (notification !== undefined) {
      if (id === "") this.#cursor = notification;
      this.onArrival({ id: notification, at: now(), position: POSITION.test(id) ? Number(id) : Number.NaN });
    } else if (envelope.includes(SYNC)) this.#opened();
  }

  #opened(): void {
    this.#opening?.resolve(now() - this.#opening.startedAt);
    this.#opening = undefined;
  }

  #fail(reason: string): void {
    this.#opening?.reject(new Error(reason));
    this.#opening = undefined;
  }
}
