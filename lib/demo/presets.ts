export interface Preset {
  name: string;
  type: string;
  message: string;
  link: string;
}

/** Ready-made notifications for the playground's form. An empty link is none. */
export const PRESETS: readonly Preset[] = [
  {
    name: "Delay",
    type: "order.delayed",
    message: "Fjord Seafood missed its connection in Frankfurt and is rebooked on NH 204.",
    link: "/orders/7",
  },
  {
    name: "Mention",
    type: "comment.mention",
    message: "Grace mentioned you: can you get the certificate of origin from Lumen today?",
    link: "/orders/9",
  },
  {
    name: "Arrival",
    type: "shipment.arrived",
    message: "Maison Verte arrived in Copenhagen, twenty minutes early.",
    link: "/orders/11",
  },
  {
    name: "Payment",
    type: "payment.received",
    message: "Solstice Solar paid invoice 2041.",
    link: "https://example.com/invoices/2041",
  },
  {
    name: "Sign-in",
    type: "security.login",
    message: "New sign-in from a device we have not seen before.",
    link: "",
  },
];
