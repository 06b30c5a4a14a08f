import { useEffect } from "react";

import { cappedCount } from "../language/capped-count";
import { usePresentation } from "../presentation/presentation";

/** Keeps the count in front of the document's title, whoever changes the title; nothing at 0. */
export function useTitleCount(count: number): void {
  const { language } = usePresentation();
  useEffect(() => {
    if (count === 0) return;
    let bare = "";
    let shown: string | undefined;
    const show = (): void => {
      const { title } = document;
      if (title === shown) return;
      // A translator changes the words and leaves our count.
      bare = shown === undefined ? title : titleWithoutCount(title, count, language);
      shown = titleWithCount(bare, count, language);
      if (title !== shown) document.title = shown;
    };
    show();
    const watch = new MutationObserver(show);
    watch.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => {
      watch.disconnect();
      show();
      document.title = bare;
    };
  }, [count, language]);
}

/** "(3) Orders", and "(3)" for a page without a title. */
export function titleWithCount(title: string, count: number, language: string): string {
  return `(${cappedCount(count, language)}) ${title}`.trim();
}

/** The title behind that count. */
export function titleWithoutCount(title: string, count: number, language: string): string {
  const shown = titleWithCount("", count, language);
  return title.startsWith(shown) ? title.slice(shown.length).trimStart() : title;
}
