import type { PlaygroundTexts } from "./texts/en/playground";

export type PresetName = keyof PlaygroundTexts["presets"];

/** Ready-made notifications for the playground's form. Their messages are among the texts. An empty link means none. */
export const PRESETS: Readonly<Record<PresetName, { type: string; link: string }>> = {
  delay: { type: "order.delayed", link: "/orders/7" },
  arrival: { type: "shipment.arrived", link: "/orders/11" },
  payment: { type: "payment.received", link: "https://example.com/invoices/2041" },
};

export const INVOICE_EUR = 4180;
