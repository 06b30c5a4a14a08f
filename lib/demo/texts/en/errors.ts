/** The texts of the error pages. Every page loads them, so they are a file of their own. */
export const errors = {
  code: "Something broke",
  title: "This page ran aground",
  app: "Halyard is not available",
  reassurance: "It is our fault, not yours, and nothing was lost. Trying again often helps.",
  retry: "Try again",
  home: "See all orders",
};

export type ErrorTexts = typeof errors;
