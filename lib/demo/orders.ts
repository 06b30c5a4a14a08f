import type { FirstName } from "./people";
import type { OrderTexts } from "./texts/en/orders";

export type OrderStatus = keyof OrderTexts["status"];
export type TransportMode = keyof OrderTexts["mode"];
type Place = keyof OrderTexts["places"];

/** A day from today on, negative when it has passed, and the time of day in the place it is about. */
interface Moment {
  inDays: number;
  time?: string;
}

export interface OrderEvent extends Moment {
  event: keyof OrderTexts["events"];
  place: Place;
}

export interface Order {
  /** As in the address of its page: /orders/7. What it carries is among the texts. */
  id: keyof OrderTexts["cargo"];
  customer: string;
  from: Place;
  to: Place;
  mode: TransportMode;
  carrier: string;
  status: OrderStatus;
  /** How much of the way is behind it, 0 to 1. */
  progress: number;
  /** When it did, once it is delivered. */
  arrives: Moment;
  /** Who looks after it. */
  owner: FirstName;
  kilograms: number;
  units: { of: keyof OrderTexts["units"]; count: number };
  /** Newest first. */
  events: readonly OrderEvent[];
}

/** Every order of the demo, newest first. */
export const ORDERS: readonly Order[] = [
  {
    id: 12,
    customer: "Northwind Optics",
    from: "jena",
    to: "boston",
    mode: "air",
    carrier: "Lufthansa Cargo",
    status: "booked",
    progress: 0.04,
    arrives: { inDays: 5 },
    owner: "Alan",
    kilograms: 410,
    units: { of: "crates", count: 6 },
    events: [{ inDays: 0, time: "08:12", event: "bookingConfirmed", place: "frankfurtDesk" }],
  },
  {
    id: 11,
    customer: "Maison Verte",
    from: "reims",
    to: "copenhagen",
    mode: "road",
    carrier: "Geodis",
    status: "in-transit",
    progress: 0.62,
    arrives: { inDays: 1, time: "14:00" },
    owner: "Ada",
    kilograms: 8200,
    units: { of: "pallets", count: 22 },
    events: [
      { inDays: 0, time: "11:40", event: "driverChange", place: "hannover" },
      { inDays: -1, time: "17:05", event: "collected", place: "reims" },
    ],
  },
  {
    id: 10,
    customer: "Kestrel Bikes",
    from: "taichung",
    to: "rotterdam",
    mode: "sea",
    carrier: "Evergreen",
    status: "in-transit",
    progress: 0.38,
    arrives: { inDays: 15 },
    owner: "Ada",
    kilograms: 5640,
    units: { of: "container40", count: 1 },
    events: [
      { inDays: -1, time: "22:18", event: "passedMalacca", place: "everFair" },
      { inDays: -10, event: "loaded", place: "taichungPort" },
      { inDays: -12, event: "exportCleared", place: "taichung" },
    ],
  },
  {
    id: 9,
    customer: "Lumen & Co.",
    from: "shenzhen",
    to: "lodz",
    mode: "rail",
    carrier: "China Railway Express",
    status: "customs",
    progress: 0.81,
    arrives: { inDays: 3 },
    owner: "Grace",
    kilograms: 3905,
    units: { of: "pallets", count: 14 },
    events: [
      { inDays: 0, time: "09:30", event: "inspection", place: "malaszewicze" },
      { inDays: -1, time: "03:10", event: "reachedBorder", place: "malaszewicze" },
      { inDays: -16, event: "departed", place: "shenzhen" },
    ],
  },
  {
    id: 8,
    customer: "Alba Ceramics",
    from: "caldas",
    to: "montreal",
    mode: "sea",
    carrier: "Hapag-Lloyd",
    status: "in-transit",
    progress: 0.55,
    arrives: { inDays: 7 },
    owner: "Ada",
    kilograms: 2310,
    units: { of: "pallets", count: 9 },
    events: [
      { inDays: 0, time: "02:44", event: "midAtlantic", place: "torontoExpress" },
      { inDays: -7, event: "sailed", place: "lisbon" },
    ],
  },
  {
    id: 7,
    customer: "Fjord Seafood",
    from: "bergen",
    to: "tokyo",
    mode: "air",
    carrier: "ANA Cargo",
    status: "delayed",
    progress: 0.47,
    arrives: { inDays: 1, time: "06:20" },
    owner: "Alan",
    kilograms: 1860,
    units: { of: "boxes", count: 93 },
    events: [
      { inDays: 0, time: "10:02", event: "missedConnection", place: "frankfurt" },
      { inDays: 0, time: "05:15", event: "arrivedCold", place: "frankfurt" },
      { inDays: -1, time: "23:50", event: "departed", place: "oslo" },
    ],
  },
  {
    id: 6,
    customer: "Atelier Ono",
    from: "asahikawa",
    to: "losAngeles",
    mode: "sea",
    carrier: "ONE",
    status: "customs",
    progress: 0.88,
    arrives: { inDays: 2 },
    owner: "Grace",
    kilograms: 4480,
    units: { of: "container20", count: 1 },
    events: [
      { inDays: -1, time: "16:25", event: "heldForWood", place: "longBeach" },
      { inDays: -4, event: "unloaded", place: "longBeach" },
      { inDays: -18, event: "sailed", place: "tomakomai" },
    ],
  },
  {
    id: 5,
    customer: "Solstice Solar",
    from: "bengaluru",
    to: "valencia",
    mode: "sea",
    carrier: "Maersk",
    status: "in-transit",
    progress: 0.71,
    arrives: { inDays: 6 },
    owner: "Ada",
    kilograms: 6720,
    units: { of: "pallets", count: 28 },
    events: [
      { inDays: 0, time: "00:30", event: "clearedSuez", place: "portSaid" },
      { inDays: -15, event: "sailed", place: "chennai" },
    ],
  },
  {
    id: 4,
    customer: "Harbour Books",
    from: "turin",
    to: "edinburgh",
    mode: "road",
    carrier: "DSV",
    status: "delivered",
    progress: 1,
    arrives: { inDays: -4 },
    owner: "Grace",
    kilograms: 11400,
    units: { of: "pallets", count: 31 },
    events: [
      { inDays: -4, event: "deliveredSigned", place: "edinburgh" },
      { inDays: -5, event: "importCleared", place: "dover" },
      { inDays: -7, event: "collected", place: "turin" },
    ],
  },
  {
    id: 3,
    customer: "Quill Instruments",
    from: "cambridge",
    to: "singapore",
    mode: "air",
    carrier: "Singapore Airlines Cargo",
    status: "delivered",
    progress: 1,
    arrives: { inDays: -5 },
    owner: "Alan",
    kilograms: 240,
    units: { of: "crates", count: 4 },
    events: [
      { inDays: -5, event: "deliveredUnshaken", place: "singapore" },
      { inDays: -7, event: "departed", place: "heathrow" },
    ],
  },
  {
    id: 2,
    customer: "Terra Coffee",
    from: "addisAbaba",
    to: "hamburg",
    mode: "sea",
    carrier: "CMA CGM",
    status: "delivered",
    progress: 1,
    arrives: { inDays: -6 },
    owner: "Ada",
    kilograms: 19200,
    units: { of: "bags", count: 320 },
    events: [
      { inDays: -6, event: "delivered", place: "hamburg" },
      { inDays: -30, event: "sailed", place: "djibouti" },
    ],
  },
  {
    id: 1,
    customer: "Polar Research",
    from: "bremerhaven",
    to: "longyearbyen",
    mode: "sea",
    carrier: "Bring",
    status: "delivered",
    progress: 1,
    arrives: { inDays: -8 },
    owner: "Alan",
    kilograms: 2950,
    units: { of: "crates", count: 11 },
    events: [
      { inDays: -8, event: "delivered", place: "longyearbyen" },
      { inDays: -21, event: "sailed", place: "bremerhaven" },
    ],
  },
];

export const UNDER_WAY = ORDERS.filter(({ status }) => status !== "delivered");
export const DELIVERED = ORDERS.filter(({ status }) => status === "delivered");
export const DELAYED = ORDERS.filter(({ status }) => status === "delayed");
export const AT_CUSTOMS = ORDERS.filter(({ status }) => status === "customs");
export const ARRIVING = UNDER_WAY.filter(({ arrives }) => arrives.inDays <= 1);
export const NEED_ATTENTION = ORDERS.filter(({ status }) => status === "delayed" || status === "customs");

const LATEST_COUNT = 5;

/** Over all orders, newest first. */
export const LATEST_MOVEMENTS: readonly (OrderEvent & { order: Order })[] = ORDERS.flatMap((order) =>
  order.events.map((event) => ({ ...event, order })),
)
  .toSorted((a, b) => b.inDays - a.inDays || (b.time ?? "").localeCompare(a.time ?? ""))
  .slice(0, LATEST_COUNT);

/** The order whose page is /orders/{id}; undefined when there is none. */
export function findOrder(id: string): Order | undefined {
  return ORDERS.find((order) => String(order.id) === id);
}

/** Number on the paperwork: HAL-0007. */
export function orderReference(order: Order): string {
  return `HAL-${String(order.id).padStart(4, "0")}`;
}
