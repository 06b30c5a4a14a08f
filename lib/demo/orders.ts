import type { PageTexts } from "./texts/en/pages";

type OrderTexts = PageTexts["orders"];
export type OrderStatus = keyof OrderTexts["status"];
export type TransportMode = keyof OrderTexts["mode"];

/** Days from today, negative in the past, and the time of day at the place. */
interface Moment {
  inDays: number;
  time?: string;
}

interface OrderEvent extends Moment {
  event: keyof OrderTexts["events"];
  place: string;
}

/** The names of its places are the same in every language of the demo. */
export interface Order {
  /** The last part of the address of its page, such as /orders/7. */
  id: number;
  customer: string;
  from: string;
  to: string;
  mode: TransportMode;
  carrier: string;
  status: OrderStatus;
  /** The part of the way that is done, 0 to 1. */
  progress: number;
  /** When it arrives, or has arrived. */
  arrives: Moment;
  kilograms: number;
  /** Newest first. */
  events: readonly OrderEvent[];
}

/** Newest first. */
export const ORDERS: readonly Order[] = [
  {
    id: 12,
    customer: "Northwind Optics",
    from: "Jena",
    to: "Boston",
    mode: "air",
    carrier: "Lufthansa Cargo",
    status: "booked",
    progress: 0.04,
    arrives: { inDays: 5 },
    kilograms: 410,
    events: [{ inDays: 0, time: "08:12", event: "booked", place: "Frankfurt" }],
  },
  {
    id: 11,
    customer: "Maison Verte",
    from: "Reims",
    to: "Malmö",
    mode: "road",
    carrier: "Geodis",
    status: "in-transit",
    progress: 0.62,
    arrives: { inDays: 1, time: "14:00" },
    kilograms: 8200,
    events: [
      { inDays: -1, time: "17:05", event: "collected", place: "Reims" },
      { inDays: -2, time: "10:30", event: "booked", place: "Reims" },
    ],
  },
  {
    id: 9,
    customer: "Lumen & Co.",
    from: "Shenzhen",
    to: "Łódź",
    mode: "rail",
    carrier: "China Railway Express",
    status: "customs",
    progress: 0.81,
    arrives: { inDays: 3 },
    kilograms: 3905,
    events: [
      { inDays: 0, time: "09:30", event: "held", place: "Małaszewicze" },
      { inDays: -16, event: "departed", place: "Shenzhen" },
    ],
  },
  {
    id: 7,
    customer: "Fjord Seafood",
    from: "Bergen",
    to: "Osaka",
    mode: "air",
    carrier: "ANA Cargo",
    status: "delayed",
    progress: 0.47,
    arrives: { inDays: 1, time: "06:20" },
    kilograms: 1860,
    events: [
      { inDays: 0, time: "10:02", event: "missed", place: "Frankfurt" },
      { inDays: 0, time: "05:15", event: "unloaded", place: "Frankfurt" },
      { inDays: -1, time: "23:50", event: "departed", place: "Bergen" },
    ],
  },
  {
    id: 4,
    customer: "Harbour Books",
    from: "Hamburg",
    to: "Edinburgh",
    mode: "road",
    carrier: "DSV",
    status: "delivered",
    progress: 1,
    arrives: { inDays: -4 },
    kilograms: 11400,
    events: [
      { inDays: -4, event: "delivered", place: "Edinburgh" },
      { inDays: -7, event: "collected", place: "Hamburg" },
    ],
  },
  {
    id: 3,
    customer: "Quill Instruments",
    from: "Cambridge",
    to: "Valencia",
    mode: "sea",
    carrier: "Maersk",
    status: "delivered",
    progress: 1,
    arrives: { inDays: -6 },
    kilograms: 240,
    events: [
      { inDays: -6, event: "delivered", place: "Valencia" },
      { inDays: -14, event: "departed", place: "Felixstowe" },
    ],
  },
];

/** The order whose page is /orders/{id}, or undefined. */
export function findOrder(id: string): Order | undefined {
  return ORDERS.find((order) => String(order.id) === id);
}

/** The number on the paperwork: HAL-0007. */
export function orderReference(order: Order): string {
  return `HAL-${String(order.id).padStart(4, "0")}`;
}
