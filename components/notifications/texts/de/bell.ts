import type { BellTexts } from "@/components/notifications/texts/en/bell";

export const bell: BellTexts = {
  notifications: "Mitteilungen",
  unread: (count) => `${count} ungelesen`,
  trouble: {
    polling: "verzögert",
    reconnecting: "Verbindung wird wiederhergestellt",
    offline: "offline",
    paused: "angehalten",
    "signed-out": "abgemeldet",
  },
  panelNotLoaded: "Nicht geladen. Drücken Sie die Glocke noch einmal.",
};
