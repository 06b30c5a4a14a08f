import { plural } from "@/components/notifications/language/plural";

/** Loaded by the browser, with the playground alone. */
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
  latency: {
    title: "Send to badge",
    hint: "From the POST to the count being on your screen.",
    none: "Send one to yourself",
    median: plural("en", { one: () => "The last one", other: (count) => `Median of the last ${count}` }),
    measurements: "Last measurements, newest first",
  },
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
    hint: "A stream of its own beside the page’s, byte for byte.",
    clear: "Clear",
    none: "Nothing yet. Frames appear here as they arrive.",
  },
  commands: {
    send: "Send it from a terminal",
    sendHint: "Follows the form. The key is the one of development.",
    sendHintWithoutKey: "Follows the form. Put your producer key into PRODUCER_KEY first.",
    watch: "Watch the stream in a terminal",
    watchHint: "Signs in as you, then prints every frame as it arrives.",
    copyCommand: (title: string) => `Copy the command: ${title}`,
    copy: { action: "Copy", done: "Copied", refused: "The browser did not allow copying" },
  },
  presets: {
    delay: {
      name: "Delay",
      message: () => "Fjord Seafood missed its connection in Frankfurt and is rebooked on NH 204.",
    },
    mention: {
      name: "Mention",
      message: () => "Grace mentioned you: can you get the certificate of origin from Lumen today?",
    },
    arrival: { name: "Arrival", message: () => "Maison Verte arrived in Copenhagen, twenty minutes early." },
    payment: { name: "Payment", message: (amount: string) => `Solstice Solar paid invoice 2041: ${amount}.` },
    signIn: { name: "Sign-in", message: () => "New sign-in from a device we have not seen before." },
  },
};

export type PlaygroundTexts = typeof playground;
