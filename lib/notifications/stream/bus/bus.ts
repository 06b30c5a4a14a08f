/** What one process tells the others about one user's feed. */
export type Message =
  | {
      kind: "change";
      /** The user's id. A bus that is shared gives channels longer names underneath. */
      channel: string;
      position: number;
      /** When it happened, in milliseconds since 1970; null if that does not count as a delivery time. */
      changedAt: number | null;
      /** The event, as streams send it; null if the content must be read from the database. */
      frame: Uint8Array | null;
    }
  /** The user's streams are to end. */
  | { kind: "end"; channel: string };

export interface BusListener {
  /** A message on a subscribed channel. Messages may come late, twice, out of order or not at all. */
  receive(message: Message): void;
  /** The connection was away: any channel may have missed messages. */
  recover(): void;
}

/** Tells the other processes what has changed: best effort, never the truth. */
export interface Bus {
  /** Where messages go; called once, before anything else. */
  listen(listener: BusListener): void;
  /** Rejects if the messages could not be handed over. */
  publish(messages: readonly Message[]): Promise<void>;
  /**
   * Resolves when every later message on the channel will be received. While the bus is away it resolves at once, and
   * `recover` follows when it is back. Never rejects.
   */
  subscribe(channel: string): Promise<void>;
  unsubscribe(channel: string): void;
  status(): "up" | "down";
  close(): void;
}
