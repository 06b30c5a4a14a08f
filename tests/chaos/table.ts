import type { Result } from "./run-scenario";

const COLUMNS = [
  "scenario",
  "accepted",
  "delivered",
  "lost",
  "duplicated",
  "out of order",
  "made up",
  "badge mismatches",
  "slowest delivery",
  "",
];

/** One row per scenario, as Markdown. */
export function table(results: readonly Result[]): string {
  const lines = [COLUMNS, COLUMNS.map((_, index) => (index === 0 || index === COLUMNS.length - 1 ? "---" : "---:"))];
  return [...lines, ...results.map(row)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function row({ scenario, verdict, slowest, notes, problems }: Result): string[] {
  const count = (value: number | undefined): string => value?.toLocaleString("en") ?? "?";
  return [
    scenario.name,
    count(verdict?.accepted),
    count(verdict?.delivered),
    count(verdict?.lost),
    count(verdict?.duplicated),
    count(verdict?.outOfOrder),
    count(verdict?.madeUp),
    count(verdict?.badgeMismatches),
    // Only where it is promised does a number say something about the product.
    `${count(slowest)} ms${scenario.withinTwoSeconds ? "" : " *"}`,
    [...(problems.length > 0 ? ["**failed**"] : []), ...notes].join("; "),
  ];
}
