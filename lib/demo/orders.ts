export type OrderStatus = "booked" | "in-transit" | "customs" | "delayed" | "delivered";
export type TransportMode = "sea" | "air" | "rail" | "road";

export interface OrderEvent {
  when: string;
  what: string;
  where: string;
}

export interface Order {
  /** As in the address of its page: /orders/7. */
  id: number;
  customer: string;
  cargo: string;
  from: string;
  to: string;
  mode: TransportMode;
  carrier: string;
  status: OrderStatus;
  /** How much of the way is behind it, 0 to 100. */
  progress: number;
  arrives: string;
  /** First name of the one who looks after it. */
  owner: "Ada" | "Grace" | "Alan";
  weight: string;
  units: string;
  /** Newest first. */
  events: readonly OrderEvent[];
}

/** Every order of the demo, newest first. */
export const ORDERS: readonly Order[] = [
  {
    id: 12,
    customer: "Northwind Optics",
    cargo: "Calibrated lens blanks",
    from: "Jena",
    to: "Boston",
    mode: "air",
    carrier: "Lufthansa Cargo",
    status: "booked",
    progress: 4,
    arrives: "Sun 29 Nov",
    owner: "Alan",
    weight: "410 kg",
    units: "6 crates",
    events: [{ when: "Today, 08:12", what: "Booking confirmed", where: "Frankfurt desk" }],
  },
  {
    id: 11,
    customer: "Maison Verte",
    cargo: "Glass bottles, 0.5 l",
    from: "Reims",
    to: "Copenhagen",
    mode: "road",
    carrier: "Geodis",
    status: "in-transit",
    progress: 62,
    arrives: "Tomorrow, 14:00",
    owner: "Ada",
    weight: "8,200 kg",
    units: "22 pallets",
    events: [
      { when: "Today, 11:40", what: "Driver change, on schedule", where: "Hannover" },
      { when: "Yesterday, 17:05", what: "Collected", where: "Reims" },
    ],
  },
  {
    id: 10,
    customer: "Kestrel Bikes",
    cargo: "Carbon frames",
    from: "Taichung",
    to: "Rotterdam",
    mode: "sea",
    carrier: "Evergreen",
    status: "in-transit",
    progress: 38,
    arrives: "Wed 9 Dec",
    owner: "Ada",
    weight: "5,640 kg",
    units: "1 × 40′ container",
    events: [
      { when: "Yesterday, 22:18", what: "Passed the Malacca Strait", where: "Aboard Ever Fair" },
      { when: "Sat 14 Nov", what: "Loaded", where: "Port of Taichung" },
      { when: "Thu 12 Nov", what: "Export cleared", where: "Taichung" },
    ],
  },
  {
    id: 9,
    customer: "Lumen & Co.",
    cargo: "LED drivers",
    from: "Shenzhen",
    to: "Łódź",
    mode: "rail",
    carrier: "China Railway Express",
    status: "customs",
    progress: 81,
    arrives: "Wed 25 Nov",
    owner: "Grace",
    weight: "3,905 kg",
    units: "14 pallets",
    events: [
      { when: "Today, 09:30", what: "Inspection requested: certificate of origin", where: "Małaszewicze" },
      { when: "Yesterday, 03:10", what: "Reached the EU border", where: "Małaszewicze" },
      { when: "Sun 8 Nov", what: "Departed", where: "Shenzhen" },
    ],
  },
  {
    id: 8,
    customer: "Alba Ceramics",
    cargo: "Stoneware, fragile",
    from: "Caldas da Rainha",
    to: "Montréal",
    mode: "sea",
    carrier: "Hapag-Lloyd",
    status: "in-transit",
    progress: 55,
    arrives: "Tue 1 Dec",
    owner: "Ada",
    weight: "2,310 kg",
    units: "9 pallets",
    events: [
      { when: "Today, 02:44", what: "Mid-Atlantic, two hours ahead", where: "Aboard Toronto Express" },
      { when: "Tue 17 Nov", what: "Sailed", where: "Lisbon" },
    ],
  },
  {
    id: 7,
    customer: "Fjord Seafood",
    cargo: "Fresh salmon, 2 °C",
    from: "Bergen",
    to: "Tokyo",
    mode: "air",
    carrier: "ANA Cargo",
    status: "delayed",
    progress: 47,
    arrives: "Tomorrow, 06:20",
    owner: "Alan",
    weight: "1,860 kg",
    units: "93 boxes",
    events: [
      { when: "Today, 10:02", what: "Missed connection, rebooked on NH 204", where: "Frankfurt" },
      { when: "Today, 05:15", what: "Arrived, cold chain intact", where: "Frankfurt" },
      { when: "Yesterday, 23:50", what: "Departed", where: "Oslo" },
    ],
  },
  {
    id: 6,
    customer: "Atelier Ono",
    cargo: "Oak furniture",
    from: "Asahikawa",
    to: "Los Angeles",
    mode: "sea",
    carrier: "ONE",
    status: "customs",
    progress: 88,
    arrives: "Thu 26 Nov",
    owner: "Grace",
    weight: "4,480 kg",
    units: "1 × 20′ container",
    events: [
      { when: "Yesterday, 16:25", what: "Held for a wood treatment certificate", where: "Long Beach" },
      { when: "Fri 20 Nov", what: "Unloaded", where: "Long Beach" },
      { when: "Fri 6 Nov", what: "Sailed", where: "Tomakomai" },
    ],
  },
  {
    id: 5,
    customer: "Solstice Solar",
    cargo: "Inverters",
    from: "Bengaluru",
    to: "Valencia",
    mode: "sea",
    carrier: "Maersk",
    status: "in-transit",
    progress: 71,
    arrives: "Mon 30 Nov",
    owner: "Ada",
    weight: "6,720 kg",
    units: "28 pallets",
    events: [
      { when: "Today, 00:30", what: "Cleared the Suez Canal", where: "Port Said" },
      { when: "Mon 9 Nov", what: "Sailed", where: "Chennai" },
    ],
  },
  {
    id: 4,
    customer: "Harbour Books",
    cargo: "Hardbacks, spring list",
    from: "Turin",
    to: "Edinburgh",
    mode: "road",
    carrier: "DSV",
    status: "delivered",
    progress: 100,
    arrives: "Delivered Fri 20 Nov",
    owner: "Grace",
    weight: "11,400 kg",
    units: "31 pallets",
    events: [
      { when: "Fri 20 Nov", what: "Delivered, signed by M. Kerr", where: "Edinburgh" },
      { when: "Thu 19 Nov", what: "Import cleared", where: "Dover" },
      { when: "Tue 17 Nov", what: "Collected", where: "Turin" },
    ],
  },
  {
    id: 3,
    customer: "Quill Instruments",
    cargo: "Spectrometers",
    from: "Cambridge",
    to: "Singapore",
    mode: "air",
    carrier: "Singapore Airlines Cargo",
    status: "delivered",
    progress: 100,
    arrives: "Delivered Thu 19 Nov",
    owner: "Alan",
    weight: "240 kg",
    units: "4 crates",
    events: [
      { when: "Thu 19 Nov", what: "Delivered, shock sensors clear", where: "Singapore" },
      { when: "Tue 17 Nov", what: "Departed", where: "London Heathrow" },
    ],
  },
  {
    id: 2,
    customer: "Terra Coffee",
    cargo: "Green coffee, washed",
    from: "Addis Ababa",
    to: "Hamburg",
    mode: "sea",
    carrier: "CMA CGM",
    status: "delivered",
    progress: 100,
    arrives: "Delivered Wed 18 Nov",
    owner: "Ada",
    weight: "19,200 kg",
    units: "320 bags",
    events: [
      { when: "Wed 18 Nov", what: "Delivered", where: "Hamburg" },
      { when: "Sun 25 Oct", what: "Sailed", where: "Djibouti" },
    ],
  },
  {
    id: 1,
    customer: "Polar Research",
    cargo: "Field equipment",
    from: "Bremerhaven",
    to: "Longyearbyen",
    mode: "sea",
    carrier: "Bring",
    status: "delivered",
    progress: 100,
    arrives: "Delivered Mon 16 Nov",
    owner: "Alan",
    weight: "2,950 kg",
    units: "11 crates",
    events: [
      { when: "Mon 16 Nov", what: "Delivered", where: "Longyearbyen" },
      { when: "Tue 3 Nov", what: "Sailed", where: "Bremerhaven" },
    ],
  },
];

/** Over all orders, newest first. */
export const LATEST_MOVEMENTS: readonly OrderEvent[] = [
  { when: "Today, 11:40", what: "Maison Verte: driver change, on schedule", where: "Hannover" },
  { when: "Today, 10:02", what: "Fjord Seafood: missed connection, rebooked", where: "Frankfurt" },
  { when: "Today, 09:30", what: "Lumen & Co.: inspection requested", where: "Małaszewicze" },
  { when: "Today, 08:12", what: "Northwind Optics: booking confirmed", where: "Frankfurt desk" },
];

/** The order whose page is /orders/{id}; undefined when there is none. */
export function findOrder(id: string): Order | undefined {
  return ORDERS.find((order) => String(order.id) === id);
}

/** Number on the paperwork: HAL-0007. */
export function orderReference(order: Order): string {
  return `HAL-${String(order.id).padStart(4, "0")}`;
}
