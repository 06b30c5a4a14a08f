export const team = {
  lead: "Who looks after what, so that a question finds its answer on the first try.",
  you: "You",
  openOrders: "Open orders",
  people: {
    Ada: {
      role: "Head of operations",
      city: "London",
      remit: "Sea freight and the weekly plan. Decides when a vessel is missed.",
    },
    Grace: {
      role: "Customs and compliance",
      city: "New York",
      remit: "Declarations, inspections and every document a border asks for.",
    },
    Alan: {
      role: "Routing analyst",
      city: "Manchester",
      remit: "Air and rail, arrival estimates, and what to do when they are wrong.",
    },
  },
  /** Somebody who is not of the demo's people. */
  guest: { name: "Guest", role: "Member", city: "Remote" },
};

export type TeamTexts = typeof team;
