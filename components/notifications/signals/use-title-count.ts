"use client";

import { useEffect } from "react";

import { usePresentation } from "@/components/notifications/presentation";

import { titleWithCount } from "./title-with-count";

/** Keeps the count in front of the document's title, whoever changes the title; nothing at 0. */
export function useTitleCount(count: number): void {
  const { language } = usePresentation();
  useEffect(() => {
    if (count === 0) return;
    let bare = "";
    let shown: string | undefined;
    const show = (): void => {
      if (document.title === shown) return;
      bare = document.title;
      shown = titleWithCount(bare, count, language);
      document.title = shown;
    };
    show();
    const watch = new MutationObserver(show);
    watch.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => {
      watch.disconnect();
      if (document.title === shown) document.title = bare;
    };
  }, [count, language]);
}
