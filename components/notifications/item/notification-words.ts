/** `order.shipped`, `ORDER_SHIPPED` and `orderShipped` all read "Order shipped". */
export function typeLabel(type: string): string {
  const words = typeWords(type).join(" ");
  return words === "" ? type : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The words of a type, in lower case. */
export function typeWords(type: string): string[] {
  return type
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** A message as one line. A longer one is cut at the end of a word, and never within a character. */
export function shortened(message: string, mostCharacters: number): string {
  const line = message.replaceAll(/\s+/g, " ").trim();
  if (line.length <= mostCharacters) return line;
  return `${line.slice(0, mostCharacters).replace(/(\s\S*|\p{Surrogate})$/u, "")}…`;
}
