/** A message as one line, cut at a word's end when it is longer than that, and never within a character. */
export function shortened(message: string, mostCharacters: number): string {
  const line = message.replaceAll(/\s+/g, " ").trim();
  if (line.length <= mostCharacters) return line;
  return `${line.slice(0, mostCharacters).replace(/(\s\S*|\p{Surrogate})$/u, "")}…`;
}
