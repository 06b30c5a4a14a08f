import type { PlaygroundTexts } from "./texts/en/playground";

export type PresetName = keyof PlaygroundTexts["presets"];

/** Ready-made notifications for the playground's form; what they say is among the texts. An empty link is none. */
export const PRESETS: Readonly<Record<PresetName, { type: string; link: string }>> = {
  delay: { type: "order.delayed", link: "/orders/7" },
  mention: { type: "comment.mention", link: "/orders/9" },
  arrival: { type: "shipment.arrived", link: "/orders/11" },
  payment: { type: "payment.received", link: "https://example.com/invoices/2041" },
  signIn: { type: "security.login", link: "" },
};

export const INVOICE_EUR = 4180;
