"use client";

import { useRef, useState } from "react";
import { mutate } from "swr";

import { useLanguage } from "./notifications";

const LANGUAGES = ["xx-invalid-!", "", "constructor", "de-AT"];

/** What this app does to whatever else is on its page. */
export function Controls() {
  const dialog = useRef<HTMLDialogElement>(null);
  const setLanguage = useLanguage();
  const [pressed, setPressed] = useState(0);
  return (
    <>
      <button onClick={() => dialog.current?.showModal()}>Open a dialog</button>
      <button onClick={() => void mutate(() => true, undefined, { revalidate: false })}>Forget every key</button>
      {LANGUAGES.map((language) => (
        <button key={language} onClick={() => setLanguage(language)}>
          Language “{language}”
        </button>
      ))}
      <dialog ref={dialog} aria-label="The app’s own" className="m-auto translate-y-4 overflow-hidden border p-8">
        <button onClick={() => setPressed(pressed + 1)}>Pressed {pressed} times</button>
        <button onClick={() => dialog.current?.close()}>Close the dialog</button>
      </dialog>
    </>
  );
}
