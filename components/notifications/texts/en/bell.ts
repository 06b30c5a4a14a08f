/** What the bell says. Loaded with every page, so it holds nothing else. */
export const bell = {
  notifications: "Notifications",
  unread: (count: string) => `${count} unread`,
  trouble: {
    polling: "delayed",
    reconnecting: "reconnecting",
    offline: "offline",
    paused: "paused",
    "signed-out": "signed out",
  },
  panelNotLoaded: "The panel could not be loaded. Press the bell again.",
};

export type BellTexts = typeof bell;
