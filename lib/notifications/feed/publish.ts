import type { Erasure } from "../../../db/feed/erase";
import type { Change } from "../../../db/feed/feed";
import type { Bus } from "../stream/bus/bus";
import { channelName } from "../stream/hub";
import { positionMark } from "../stream/sse-frame";
import { changeFrame } from "./frames";

interface PublishedChange {
  userId: string;
  change: Change | Erasure;
}

/** Tells every process what has been committed. Nobody waits for it: the answer to a request does not depend on it. */
export type Publish = (changes: readonly PublishedChange[]) => void;

interface PublishOptions {
  /** Messages carry positions alone; every process reads the content in Postgres. */
  positionsOnly: boolean;
  /** Called with the number of changes that could not be handed to the bus. */
  onFailure(changes: number): void;
}

/** Publishes on this bus. */
export function publishOn(bus: Bus, { positionsOnly, onFailure }: PublishOptions): Publish {
  return (changes) => {
    if (changes.length === 0) return;
    const messages = changes.map(({ userId, change }) => ({
      channel: channelName(userId),
      frame: positionsOnly ? positionMark(change.position) : changeFrame(change),
    }));
    // Nothing is lost: the sweep finds what was not published. The bus logs its outages itself.
    bus.publish(messages).catch(() => onFailure(changes.length));
  };
}
