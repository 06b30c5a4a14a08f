import type { ServerResponse } from "node:http";

import type { Membership, StreamSink } from "./hub";

/** What the hub sees of one client: where its frames go, and how it leaves. */
export class StreamConnection implements StreamSink {
  #outlet: StreamSink;
  #membership: Membership | undefined;
  #open = true;
  #forgetSignal = (): void => {};

  constructor(outlet: StreamSink) {
    this.#outlet = outlet;
  }

  join(membership: Membership): void {
    this.#membership = membership;
  }

  leaveOn(signal: AbortSignal): void {
    const leave = (): void => this.leave();
    signal.addEventListener("abort", leave, { once: true });
    this.#forgetSignal = () => signal.removeEventListener("abort", leave);
  }

  hasRoom(): boolean {
    return this.#open && this.#outlet.hasRoom();
  }

  send(frame: Uint8Array): void {
    if (this.#open) this.#outlet.send(frame);
  }

  end(): void {
    if (!this.#open) return;
    this.leave();
    this.#outlet.end();
  }

  /** The client has taken what it was given. */
  drained(): void {
    this.#membership?.drained();
  }

  /** The client has gone. Calling it again is harmless. */
  leave(): void {
    this.#open = false;
    this.#membership?.leave();
  }

  /** When `response` closes the client has gone. `onEndedByOthers` hears of an end that was none of this connection's. */
  leaveWith(response: ServerResponse, { onEndedByOthers }: { onEndedByOthers: () => void }): void {
    this.#forgetSignal();
    this.#forgetSignal = () => {};
    response.once("close", () => {
      if (this.#open && response.writableEnded) onEndedByOthers();
      this.leave();
    });
  }

  /** From here on frames go to `response`. */
  sendTo(response: ServerResponse): void {
    response.on("drain", () => this.drained());
    this.#outlet = {
      hasRoom: () => !response.writableNeedDrain,
      send: (frame) => void response.write(frame),
      end: () => void response.end(),
    };
    this.drained();
  }
}
