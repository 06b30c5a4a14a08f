/** The people of the demo. Their ids are fixed, so that a pasted command works on every machine. */
export const DEMO_USERS = [
  { id: "0190a1b0-0000-7000-8000-000000000001", name: "Ada Lovelace" },
  { id: "0190a1b0-0000-7000-8000-000000000002", name: "Grace Hopper" },
  { id: "0190a1b0-0000-7000-8000-000000000003", name: "Alan Turing" },
] as const;
