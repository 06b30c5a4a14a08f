import { plural } from "@/components/notifications/language/plural";

/** Only server components read these. They hand the texts that a client component needs to it as properties. */
export const pages = {
  shell: {
    description: "Freight operations in one place: every order, every border, every change as it happens.",
    skip: "Skip to content",
    home: "Halyard, orders",
    navigation: "Main",
    pages: { orders: "Orders", playground: "Playground" },
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
    },
    signOut: { action: "Sign out", failed: "Signing out did not work. Try again." },
  },
  signIn: {
    title: "Sign in",
    heading: "Who is on watch?",
    lead: "Halyard is a demo, so there are no passwords. Pick somebody to sign in as. Open a second browser as somebody else to see notifications cross over.",
    picker: {
      signingIn: "Signing in",
      refused: "Signing in did not work. Try again in a moment.",
      unreachable: "The server cannot be reached. Check your connection and try again.",
    },
  },
  people: {
    roles: { Ada: "Head of operations", Grace: "Customs and compliance", Alan: "Routing analyst" },
    /** Shown for a user who is not one of the demo's people. */
    guest: { name: "Guest", role: "Member" },
  },
  notFound: {
    title: "Not found",
    heading: "Nothing is moored here",
    explanation: "The page or order may have moved, or the address has a typo in it.",
    action: "See all orders",
  },
  orders: {
    lead: "Everything on the water, in the air, on rails and on the road.",
    underWay: {
      title: "Under way",
      hint: plural("en", { one: (count) => `${count} order`, other: (count) => `${count} orders, newest first` }),
    },
    delivered: { title: "Delivered", hint: "The last two weeks" },
    breadcrumb: "Breadcrumb",
    route: "Route",
    from: "From",
    to: "To",
    history: { title: "History", hint: "In the local time of each place." },
    details: "Details",
    arrives: "Arrives",
    deliveredOn: (day: string) => `Delivered ${day}`,
    carrier: "Carrier",
    weight: "Weight",
    progress: (percentage: string) => `${percentage} of the way done`,
    progressWith: (percentage: string, carrier: string) => `${percentage} of the way done, with ${carrier}`,
    status: {
      booked: "Booked",
      "in-transit": "In transit",
      customs: "At customs",
      delayed: "Delayed",
      delivered: "Delivered",
    },
    mode: { sea: "By sea", air: "By air", rail: "By rail", road: "By road" },
    events: {
      booked: "Booking confirmed",
      collected: "Collected",
      departed: "Departed",
      unloaded: "Unloaded",
      missed: "Missed its connection, rebooked on NH 204",
      held: "Held at customs: certificate of origin missing",
      delivered: "Delivered, signed by M. Kerr",
    },
  },
};

export type PageTexts = typeof pages;
