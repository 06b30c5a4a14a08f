import { cappedCount } from "@/components/notifications/capped-count";

/** "(3) Orders", and "(3)" for a page without a title. */
export function titleWithCount(title: string, count: number, language: string): string {
  return `(${cappedCount(count, language)}) ${title}`.trim();
}
