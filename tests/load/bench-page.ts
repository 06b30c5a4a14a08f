/**
 * Measures what the bell costs a page that nobody touches it on: `npm run build && npm run bench:page [pairs]`.
 */
import { measurePageCost, type PageCost } from "./page-cost";

const PAIRS = Number(process.argv[2] ?? 10);

const costs = await measurePageCost(PAIRS, (text) => console.log(`${text} …`));
console.log(
  `\n| ${PAIRS} pairs of visits | without the bell | with it | added (95% of medians) | |\n|---|---:|---:|---:|---|`,
);
for (const cost of costs) console.log(row(cost));

function row({ device, figure, unit, without, withBell, added }: PageCost): string {
  const number = (value: number): string => (unit === "ms" ? value.toFixed(1) : Math.round(value).toLocaleString("en"));
  const measurable = added.low > 0 || added.high < 0;
  const percent = without === 0 ? "" : ` = ${((added.median * 100) / without).toFixed(1)}%`;
  const range = `${number(added.low)} … ${number(added.high)}`;
  return `| ${device}: ${figure} | ${number(without)} ${unit} | ${number(withBell)} ${unit} | ${number(added.median)}${percent} (${range}) | ${measurable ? "" : "not measurable"} |`;
}
