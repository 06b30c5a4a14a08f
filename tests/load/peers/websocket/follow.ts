import { envelope, idOf } from "./envelope";
import type { Store } from "./store";
import type { Deliver, UserChannels } from "./user-channels";

interface Follower {
  userId: string;
  /** Id of the last notification that the client has; without it there is nothing to replay. */
  after: string | null;
  send: Deliver;
}

interface Following {
  /** Settles when the client has all that it had missed. */
  caughtUp: Promise<void>;
  leave(): void;
}

/**
 * Sends the client what it has missed, then what is published: subscribed first, so that nothing falls in between, and
 * without what both the replay and Redis brought.
 */
export function follow(channels: UserChannels, store: Store, { userId, after, send }: Follower): Following {
  let held: string[] | undefined = [];
  const deliver: Deliver = (text) => {
    if (held) held.push(text);
    else send(text);
  };
  return {
    caughtUp: catchUp(),
    leave: () => channels.leave(userId, deliver),
  };

  async function catchUp(): Promise<void> {
    await channels.join(userId, deliver);
    const missed = after === null ? [] : await store.missed(userId, after);
    const replayed = new Set(missed.map(({ id }) => id));
    for (const notification of missed) send(JSON.stringify(envelope(notification)));
    for (const text of held ?? []) if (!replayed.has(idOf(text))) send(text);
    held = undefined;
  }
}
