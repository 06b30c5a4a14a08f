const MARGIN = "  ";

/** What `npm run dev` tells: each entry with its first line beside the label and the others below it. */
export function summary(entries: Readonly<Record<string, readonly string[]>>): string {
  const width = Math.max(...Object.keys(entries).map((label) => label.length)) + MARGIN.length;
  return Object.entries(entries)
    .flatMap(([label, lines]) => lines.map((line, index) => MARGIN + (index === 0 ? label : "").padEnd(width) + line))
    .join("\n");
}
