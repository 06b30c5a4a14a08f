const channels = new Map<string, BroadcastChannel>();

/**
 * What this browser's tabs tell each other about `name`. One for the whole page, since a channel does not hear its own
 * messages; undefined where the browser has none, and each tab is on its own.
 */
export function tabChannel(name: string): BroadcastChannel | undefined {
  if (!("BroadcastChannel" in globalThis)) return undefined;
  const channel = channels.get(name) ?? new BroadcastChannel(name);
  channels.set(name, channel);
  return channel;
}
