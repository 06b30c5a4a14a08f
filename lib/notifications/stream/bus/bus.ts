import type { Frame } from "../sse-frame";

export interface Message {
  channel: string;
  frame: Frame;
}

export interface BusListener {
  /** A message on a subscribed channel. Messages may come late, twice, out of order or not at all. */
  receive(message: Message): void;
  /** The connection was away: any channel may have missed messages. */
  recover(): void;
}

/** The doorbell between processes: best effort, never the truth. */
export interface Bus {
  /** Where messages go; called once, before anything else. */
  listen(listener: BusListener): void;
  /** Rejects when the messages could not be handed over. */
  publish(messages: readonly Message[]): Promise<void>;
  /**
   * Resolves when every later message on the channel will be received, or, while the bus is away, at once:
   * `recover` follows when it is back. Never rejects.
   */
  subscribe(channel: string): Promise<void>;
  unsubscribe(channel: string): void;
  status(): "up" | "down";
  close(): Promise<void>;
}
