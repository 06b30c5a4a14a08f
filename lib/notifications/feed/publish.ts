import type { Database } from "../../../db/connection/client";
import type { Erasure } from "../../../db/feed/erase";
import type { Change } from "../../../db/feed/feed";
import type { Bus } from "../stream/bus/bus";
import { feedChange } from "./frames";

interface PublishedChange {
  userId: string;
  change: Change | Erasure;
}

/** Tells every process what has been committed. Nobody waits for it: the answer to a request does not depend on it. */
export type Publish = (changes: readonly PublishedChange[]) => void;

/** Where to change feeds, and how to tell. */
export interface FeedContext {
  sql: Database;
  publish: Publish;
}

interface PublishOptions {
  /** Messages carry no content; every process reads it from Postgres. */
  positionsOnly: boolean;
  /** Called with the number of changes that could not be handed to the bus. */
  onFailure(changes: number): void;
}

/** Publishes on this bus. */
export function publishOn(bus: Bus, { positionsOnly, onFailure }: PublishOptions): Publish {
  return (changes) => {
    if (changes.length === 0) return;
    const messages = changes.map(({ userId, change }) => {
      const { position, changedAt, frame } = feedChange(change);
      return { kind: "change" as const, channel: userId, position, changedAt, frame: positionsOnly ? null : frame };
    });
    // Nothing is lost: the sweep finds what was not published. The bus logs its own outages.
    bus.publish(messages).catch(() => onFailure(changes.length));
  };
}
