import { plural } from "../../language/plural";
import type { PanelTexts } from "../en/panel";

export const panel: PanelTexts = {
  close: "Schließen",
  notifications: "Mitteilungen",
  tabs: { label: "Welche Mitteilungen", unread: "Ungelesen", all: "Alle" },
  list: { unread: "Ungelesene Mitteilungen", all: "Alle Mitteilungen" },
  countUnread: plural("de", { other: (count) => `${count} ungelesen` }),

  markAllRead: "Alle als gelesen markieren",
  markRead: "Als gelesen markieren",
  unread: "Ungelesen",
  showMore: "Mehr anzeigen",
  showLess: "Weniger anzeigen",
  opensNewTab: "öffnet einen neuen Tab",
  newer: plural("de", { other: (count) => `${count} neue` }),
  newerHint: "Zur neuesten",

  loading: "Mitteilungen werden geladen",
  loadingOlder: "Ältere werden geladen",
  noneOlder: "Das war alles",
  tryAgain: "Erneut versuchen",
  notLoaded: {
    title: "Die Mitteilungen konnten nicht geladen werden",
    body: "Auf dem Server sind sie sicher. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  },
  notShown: {
    title: "Hier ist etwas schiefgegangen",
    body: "Auf dem Server sind Ihre Mitteilungen sicher. Wenn ein neuer Versuch nicht hilft, laden Sie die Seite neu.",
  },
  noneUnread: {
    title: "Sie haben alles gelesen",
    body: "Sobald etwas Ihre Aufmerksamkeit braucht, erscheint es sofort hier.",
  },
  none: {
    title: "Noch keine Mitteilungen",
    body: "Alles, was Ihnen mitgeteilt wird, bleibt hier, auch wenn Sie es gelesen haben.",
  },

  connection: {
    connecting: "Verbinden",
    "catching-up": "Wird aktualisiert",
    live: "Live",
    polling: "Verzögert",
    reconnecting: "Neu verbinden",
    unreachable: "Nicht erreichbar",
    offline: "Offline",
    paused: "Angehalten",
    "signed-out": "Abgemeldet",
  },
  meaning: {
    connecting: {
      title: "Verbindung wird hergestellt …",
      body: "Neue Mitteilungen erscheinen gleich von selbst.",
    },
    "catching-up": { title: "Wird aktualisiert …", body: "Was Sie verpasst haben, wird nachgereicht." },
    live: { title: "Live.", body: "Jede Mitteilung erscheint in dem Moment, in dem sie eintrifft." },
    polling: {
      title: "Aktualisierungen sind verzögert.",
      body: "Ihr Netzwerk hält sie zurück. Neue Mitteilungen erscheinen stattdessen nach einigen Sekunden.",
    },
    reconnecting: {
      title: "Verbindung wird wiederhergestellt …",
      body: "Was Sie in der Zwischenzeit verpassen, wird nachgereicht.",
    },
    unreachable: {
      title: "Der Server ist nicht erreichbar.",
      body: "Er antwortet nicht, oder ein anderer antwortet für ihn. Es wird jede Minute wieder versucht.",
    },
    offline: { title: "Sie sind offline.", body: "Die Liste wird aktualisiert, sobald Sie wieder online sind." },
    paused: {
      title: "Aktualisierungen sind angehalten.",
      body: "Neue Mitteilungen warten auf dem Server auf Sie.",
    },
    "signed-out": {
      title: "Ihre Sitzung ist beendet.",
      body: "Neues erscheint erst, wenn Sie sich wieder anmelden.",
    },
  },
  resume: "Fortsetzen",
  signIn: "Anmelden",
  unsent: plural("de", {
    one: (count) => `${count} Lesebestätigung ist noch nicht gesendet.`,
    other: (count) => `${count} Lesebestätigungen sind noch nicht gesendet.`,
  }),
  failed: {
    acknowledging: "Nicht als gelesen markiert.",
    "loading-older": "Ältere Mitteilungen konnten nicht geladen werden.",
  },
  because: {
    offline: "Sie sind offline.",
    unreachable: "Der Server ist nicht erreichbar.",
    refused: "Der Server hat die Anfrage abgelehnt.",
  },
  dismiss: "Ausblenden",

  keys: {
    title: "Tastenkürzel",
    hint: "Sie gelten, solange die Liste den Fokus hat.",
    or: "oder",
    next: "Nächste",
    previous: "Vorherige",
    first: "Erste",
    last: "Letzte",
    page: "Seite nach oben oder unten",
    open: "Öffnen",
    unfold: "Lange Mitteilung ganz anzeigen",
    acknowledge: "Als gelesen markieren",
    acknowledgeAll: "Alle als gelesen markieren",
    help: "Diese Liste anzeigen",
    close: "Mitteilungen schließen",
  },
  keyNames: {
    ArrowDown: "↓",
    ArrowUp: "↑",
    Home: "Pos1",
    End: "Ende",
    PageUp: "Bild auf",
    PageDown: "Bild ab",
    Enter: "Eingabe",
    Space: "Leertaste",
    Shift: "Umschalt",
    Escape: "Esc",
  },
};
