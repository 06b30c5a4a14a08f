import { plural } from "../../language/plural";

/** The words of the panel and its list. Loaded with the panel. */
export const panel = {
  close: "Close",
  notifications: "Notifications",
  tabs: { label: "Which notifications", unread: "Unread", all: "All" },
  list: { unread: "Unread notifications", all: "All notifications" },
  countUnread: plural("en", { other: (count) => `${count} unread` }),

  markAllRead: "Mark all as read",
  markRead: "Mark as read",
  unread: "Unread",
  showMore: "Show more",
  showLess: "Show less",
  opensNewTab: "opens in a new tab",
  newer: plural("en", { other: (count) => `${count} new` }),
  newerHint: "Go to the newest",

  loading: "Loading notifications",
  loadingOlder: "Loading older ones",
  noneOlder: "That is everything",
  tryAgain: "Try again",
  notLoaded: {
    title: "Notifications could not be loaded",
    body: "They are safe on the server. Check your connection, then try again.",
  },
  notShown: {
    title: "Something went wrong here",
    body: "Your notifications are safe on the server. If trying again does not help, reload the page.",
  },
  noneUnread: {
    title: "You’re all caught up",
    body: "When something needs your attention, it shows up here the moment it happens.",
  },
  none: {
    title: "No notifications yet",
    body: "Everything you are told about is kept here, also after you have read it.",
  },

  connection: {
    connecting: "Connecting",
    "catching-up": "Catching up",
    live: "Live",
    polling: "Delayed",
    reconnecting: "Reconnecting",
    unreachable: "Unreachable",
    offline: "Offline",
    paused: "Paused",
    "signed-out": "Signed out",
  },
  meaning: {
    connecting: { title: "Connecting…", body: "New notifications will appear by themselves in a moment." },
    "catching-up": { title: "Catching up…", body: "What you missed is being delivered." },
    live: { title: "Live.", body: "Every notification appears the moment it happens." },
    polling: {
      title: "Updates are delayed.",
      body: "Your network holds live updates back. New ones appear within seconds instead.",
    },
    reconnecting: { title: "Reconnecting…", body: "Anything you miss in the meantime will be delivered." },
    unreachable: {
      title: "The server cannot be reached.",
      body: "It does not answer, or something else answers in its place. The page tries again every minute.",
    },
    offline: { title: "You are offline.", body: "The list catches up by itself once you are back." },
    paused: { title: "Live updates are paused.", body: "New notifications wait for you on the server." },
    "signed-out": { title: "Your session has ended.", body: "Nothing new will arrive until you sign in again." },
  },
  resume: "Resume",
  signIn: "Sign in",
  unsent: plural("en", {
    one: (count) => `${count} acknowledgement waits to be sent.`,
    other: (count) => `${count} acknowledgements wait to be sent.`,
  }),
  failed: { acknowledging: "Not marked as read.", "loading-older": "Older notifications could not be loaded." },
  because: {
    offline: "You are offline.",
    unreachable: "The server cannot be reached.",
    refused: "The server refused.",
  },
  dismiss: "Dismiss",

  keys: {
    title: "Keyboard shortcuts",
    hint: "They work while the list has focus.",
    or: "or",
    next: "Next",
    previous: "Previous",
    first: "First",
    last: "Last",
    page: "A page up or down",
    open: "Open",
    unfold: "Show all of a long message",
    acknowledge: "Mark as read",
    acknowledgeAll: "Mark all as read",
    help: "Show this list",
    close: "Close the panel",
  },
  keyNames: {
    ArrowDown: "↓",
    ArrowUp: "↑",
    Home: "Home",
    End: "End",
    PageUp: "Page Up",
    PageDown: "Page Down",
    Enter: "Enter",
    Space: "Space",
    Shift: "Shift",
    Escape: "Esc",
  },
};

export type PanelTexts = typeof panel;
