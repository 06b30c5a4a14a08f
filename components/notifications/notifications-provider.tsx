"use client";

import { useMemo } from "react";

import {
  NotificationsProvider as HeadlessProvider,
  type NotificationsProviderProps as HeadlessProps,
} from "@/lib/client/notifications-provider";

import { type Presentation, PresentationContext } from "./presentation";

type NotificationsProviderProps = HeadlessProps & Partial<Presentation>;

const NO_OVERRIDES = {};

/**
 * Gives the bell, and every hook below it, the notifications of the signed-in user. Put it once around the app. `texts` and
 * `renderItem` hold functions, so a server component cannot pass them: wrap this in a client component of yours.
 */
export function NotificationsProvider(props: NotificationsProviderProps) {
  const { language = "en", texts = NO_OVERRIDES, renderItem = NO_OVERRIDES, ...headless } = props;
  const presentation = useMemo(() => ({ language, texts, renderItem }), [language, texts, renderItem]);
  return (
    <PresentationContext value={presentation}>
      <HeadlessProvider {...headless} />
    </PresentationContext>
  );
}
