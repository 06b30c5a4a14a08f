import { groupBy } from "./group-by";
import { quantityInWords } from "./in-words";
import type { Row } from "./row";

/** All rows as Markdown: a table for each workload, a line for each contender. */
export function table(rows: readonly Row[]): string {
  const tables = groupBy(rows, ({ title }) => title);
  return [...tables].map(([title, lines]) => tableOf(title, lines)).join("\n\n");
}

function tableOf(title: string, rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = rows.map((row) => {
    const figures = names.map((name) => {
      const quantity = row.figures[name];
      return quantity ? quantityInWords(quantity) : "";
    });
    return [row.contender, ...figures, count(row.lost), count(row.duplicated)];
  });
  return markdown([title, ...names, "lost", "duplicated"], lines);
}

function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function count(value: number): string {
  return value.toLocaleString("en");
}
