import type { BellTexts } from "../en/bell";

export const bell: BellTexts = {
  notifications: "Mitteilungen",
  unread: (count) => `${count} ungelesen`,
  trouble: {
    polling: "verzögert",
    reconnecting: "Verbindung wird wiederhergestellt",
    unreachable: "nicht erreichbar",
    offline: "offline",
    paused: "angehalten",
    "signed-out": "abgemeldet",
  },
  panelNotLoaded: "Die Mitteilungen konnten nicht geladen werden. Neuer Versuch …",
  outdated: "Diese Seite ist veraltet. Laden Sie sie neu, um Ihre Mitteilungen zu sehen.",
  reload: "Neu laden",
  panelFailed: "Die Mitteilungen konnten nicht angezeigt werden. Sie sind sicher gespeichert.",
  tryAgain: "Erneut versuchen",
};
