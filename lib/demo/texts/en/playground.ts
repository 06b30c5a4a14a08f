/** Only the playground loads these in the browser. */
export const playground = {
  lead: "Send notifications, watch the frames that carry them, and cut the line to see that nothing is lost.",
  send: {
    title: "Send a notification",
    hint: "It goes through the same code as a producer’s request.",
    examples: "Examples",
    recipient: "Recipient",
    you: (name: string) => `${name} (you)`,
    count: "How many",
    type: "Type",
    message: "Message",
    link: "Link",
    linkHint: "Optional: a path on this site or an https address.",
    one: "Send",
    many: (count: string) => `Send ${count}`,
    /** Of a burst, so that its order can be seen. */
    numbered: (message: string, number: string, count: string) => `${message} (${number} of ${count})`,
  },
  /** By the field that the server complains about. */
  problems: {
    user_id: "must be somebody who exists",
    type: "must be 1 to 64 letters, digits or any of . _ : -",
    message: "must have 1 to 2,000 characters",
    link: "must be a path on this site or an https address, of up to 2,048 characters",
  },
  refused: (status: string) => `The server refused (${status}).`,
  unreachable: "The server cannot be reached.",
  connection: {
    title: "Connection",
    hint: "Cut it, send yourself a few, restore it: what you missed is replayed, once and in order.",
    cut: "Cut the connection",
    restore: "Restore the connection",
    page: "This page",
    raw: "Raw stream",
    unread: "Unread",
    position: "Position",
    replayed: "Replayed",
    states: {
      connecting: "Connecting",
      "catching-up": "Catching up",
      polling: "Delayed",
      live: "Live",
      reconnecting: "Reconnecting",
      unreachable: "Unreachable",
      offline: "Offline",
      paused: "Cut",
      "signed-out": "Signed out",
    },
  },
  frames: {
    title: "On the wire",
    hint: "A second stream beside the page’s, byte for byte.",
    clear: "Clear",
    none: "Nothing yet. Frames appear here as they arrive.",
  },
  presets: {
    delay: {
      name: "Delay",
      message: () => "Fjord Seafood missed its connection in Frankfurt and is rebooked on NH 204.",
    },
    arrival: { name: "Arrival", message: () => "Maison Verte arrived in Malmö, twenty minutes early." },
    payment: { name: "Payment", message: (amount: string) => `Harbour Books paid invoice 2041: ${amount}.` },
  },
};

export type PlaygroundTexts = typeof playground;
