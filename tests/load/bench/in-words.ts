import type { Outcome, Quantity } from "./row";
import { isClean } from "./verdicts";

/** With three digits or so, and its unit. */
export function quantityInWords({ value, unit }: Quantity): string {
  if (!Number.isFinite(value)) return "–";
  const digits = unit === "" || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (unit === "") return number;
  return unit === "%" || unit === "per s" ? `${number}${unit === "%" ? "%" : "/s"}` : `${number} ${unit}`;
}

/** One line. */
export function inWords(outcome: Outcome): string {
  const figures = Object.entries(outcome.figures).map(([name, quantity]) => `${name} ${quantityInWords(quantity)}`);
  const { accepted, lost, duplicated, outOfOrder, madeUp } = outcome;
  const verdict = isClean(outcome)
    ? "0 lost, 0 duplicated"
    : `${lost} LOST, ${duplicated} DUPLICATED, ${outOfOrder} OUT OF ORDER, ${madeUp} MADE UP of ${accepted}`;
  return `${outcome.title}: ${figures.join(", ")}; ${verdict}`;
}
