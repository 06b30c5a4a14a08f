import { useSyncExternalStore } from "react";

/** The modal dialog that is open on the page; of several, the one with focus. Everything outside of it is inert. */
export function useModalDialog(): HTMLDialogElement | null {
  return useSyncExternalStore(subscribe, read, () => null);
}

function read(): HTMLDialogElement | null {
  const modal = [...document.getElementsByTagName("dialog")].filter((dialog) => dialog.matches(":modal"));
  return modal.findLast((dialog) => dialog.contains(document.activeElement)) ?? modal.at(-1) ?? null;
}

/** Some browsers have no event for `showModal()`, and none has one for an open dialog that is removed. */
function subscribe(listener: () => void): () => void {
  const watch = new MutationObserver(listener);
  watch.observe(document, { subtree: true, childList: true, attributeFilter: ["open"] });
  return () => watch.disconnect();
}
