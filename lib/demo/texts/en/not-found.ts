export const notFound = {
  title: "Not found",
  page: {
    heading: "Nothing is moored here",
    explanation: "The page may have moved, or the address has a typo in it.",
    action: "Go to the overview",
  },
  order: {
    heading: "No such order",
    explanation: "It may have been cancelled, or the number has a typo in it.",
    action: "See all orders",
  },
};

export type NotFoundTexts = typeof notFound;
