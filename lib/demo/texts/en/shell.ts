/** What stands around every page. */
export const shell = {
  description: "Freight operations in one place: every order, every border, every change as it happens.",
  skip: "Skip to content",
  home: "Halyard, overview",
  navigation: "Main",
  pages: { overview: "Overview", orders: "Orders", team: "Team", playground: "Playground" },
  account: (name: string) => `Account: ${name}`,
  theme: { label: "Theme", system: "System", light: "Light", dark: "Dark" },
  language: "Language",
  notificationTypes: {
    "order.created": "Order created",
    "order.shipped": "Order shipped",
    "order.delayed": "Order delayed",
    "comment.mention": "Comment mention",
    "shipment.arrived": "Shipment arrived",
    "payment.received": "Payment received",
    "security.login": "Security login",
  },
  signOut: { action: "Sign out", failed: "Signing out did not work. Try again." },
};

export type ShellTexts = typeof shell;
