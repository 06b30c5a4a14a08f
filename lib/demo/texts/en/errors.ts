/** What is said when a page fails. Loaded with every page, so it holds nothing else. */
export const errors = {
  broken: "Something broke",
  page: "This page ran aground",
  app: "Halyard is not available",
  reassurance: "It is our fault, not yours, and nothing was lost. Trying again often helps.",
  retry: "Try again",
  home: "Go to the overview",
};

export type ErrorTexts = typeof errors;
