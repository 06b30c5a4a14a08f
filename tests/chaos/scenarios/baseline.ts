import type { Scenario } from "@/tests/chaos/scenario";

export const baseline: Scenario = {
  name: "Nothing goes wrong",
  withinTwoSeconds: true,
  run: ({ flow }) => flow(10),
};
