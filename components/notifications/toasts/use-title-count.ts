"use client";

import { useEffect } from "react";

import { usePresentation } from "../presentation";
import { titleWithCount, titleWithoutCount } from "./title-with-count";

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
