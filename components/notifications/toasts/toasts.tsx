"use client";

import { Toast } from "@base-ui/react/toast";
import { useState } from "react";

import { ToastRegion } from "./toast-region";
import type { ToastStack } from "./toast-stack";
import type { Acknowledgement } from "./use-acknowledgement";

const SHOWN_MS = 6_000;

export interface ToastsProps {
  stack: ToastStack;
  onChange: (change: (before: ToastStack) => ToastStack) => void;
  onOpenPanel: () => void;
  acknowledgement: Acknowledgement;
}

/**
 * There only while there is a toast: an empty landmark leads nowhere, and the provider, which stops listening then, would
 * not notice that its window has focus again.
 */
export function Toasts(props: ToastsProps) {
  const { single, many } = props.stack;
  const [present, setPresent] = useState(false);
  if (!present && (single.length > 0 || many !== null)) setPresent(true);
  if (!present) return null;
  return (
    <Toast.Provider timeout={SHOWN_MS}>
      <ToastRegion {...props} onEmpty={() => setPresent(false)} />
    </Toast.Provider>
  );
}
