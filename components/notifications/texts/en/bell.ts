/** The words of the bell. Every page loads them, so keep them few. */
export const bell = {
  notifications: "Notifications",
  unread: (count: string) => `${count} unread`,
  trouble: {
    polling: "delayed",
    reconnecting: "reconnecting",
    unreachable: "unreachable",
    offline: "offline",
    paused: "paused",
    "signed-out": "signed out",
  },
  panelNotLoaded: "The panel could not be loaded. Trying again…",
  outdated: "This page is out of date. Reload it to see your notifications.",
  reload: "Reload",
  panelFailed: "The panel could not be shown. Your notifications are safe.",
  tryAgain: "Try again",
};

export type BellTexts = typeof bell;
