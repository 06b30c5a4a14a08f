import { cappedCount } from "../bell/capped-count";

/** "(3) Orders", and "(3)" for a page without a title. */
export function titleWithCount(title: string, count: number, language: string): string {
  return `(${cappedCount(count, language)}) ${title}`.trim();
}

/** The title behind that count. */
export function titleWithoutCount(title: string, count: number, language: string): string {
  const shown = titleWithCount("", count, language);
  return title.startsWith(shown) ? title.slice(shown.length).trimStart() : title;
}
