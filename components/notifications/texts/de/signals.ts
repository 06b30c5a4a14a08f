import { plural } from "../../language/plural";
import type { SignalTexts } from "../en/signals";

const unread = plural("de", {
  one: (count) => `${count} ungelesene Mitteilung`,
  other: (count) => `${count} ungelesene Mitteilungen`,
});

export const signals: SignalTexts = {
  region: "Neue Mitteilungen (F6)",
  arrived: plural("de", {
    one: (count) => `${count} neue Mitteilung`,
    other: (count) => `${count} neue Mitteilungen`,
  }),
  unread: (count) => (count === 0 ? "Nichts ungelesen" : unread(count)),
  markedRead: "Als gelesen markiert.",
  markRead: "Als gelesen markieren",
  openPanel: "Anzeigen",
  dismiss: "Ausblenden",

  settings: "Einstellungen für Mitteilungen",
  settingsHint: "Gelten für diesen Browser.",
  toasts: "Hinweise",
  toastsHint: "Eine Karte in der Ecke, wenn etwas Neues eintrifft.",
  title: "Anzahl im Tab",
  titleHint: "Wie viele ungelesen sind, vor dem Titel der Seite.",
  appBadge: "Anzahl am App-Symbol",
  appBadgeHint: "Wenn diese Seite als App installiert ist.",
  sound: "Ton",
  soundHint: "Zwei leise Töne, bei vielen auf einmal nur einmal.",
  trySound: "Anhören",
};
