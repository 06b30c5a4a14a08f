import { plural } from "../../language/plural";

const unread = plural("en", {
  one: (count) => `${count} unread notification`,
  other: (count) => `${count} unread notifications`,
});

/** The words of toasts, announcements and settings. Loaded with the first toast or the panel. */
export const signals = {
  region: "New notifications (F6)",
  arrived: plural("en", {
    one: (count) => `${count} new notification`,
    other: (count) => `${count} new notifications`,
  }),
  unread: (count: number) => (count === 0 ? "Nothing unread" : unread(count)),
  markedRead: "Marked as read.",
  markRead: "Mark as read",
  openPanel: "Show them",
  dismiss: "Dismiss",

  settings: "Notification settings",
  settingsHint: "For this browser.",
  toasts: "Pop-ups",
  toastsHint: "A note in the corner when something new arrives.",
  title: "Count in the tab",
  titleHint: "How many are unread, in front of the page’s title.",
  appBadge: "Count on the app’s icon",
  appBadgeHint: "Where this site is installed as an app.",
  sound: "Sound",
  soundHint: "Two soft notes, once for many at a time.",
  trySound: "Play it",
};

export type SignalTexts = typeof signals;
