"use client";

import { useMemo } from "react";

import {
  NotificationsProvider as HeadlessProvider,
  type NotificationsProviderProps as HeadlessProps,
} from "../../lib/notifications/client";
import { checkPresentation, type Presentation, PresentationContext } from "./presentation/presentation";

type NotificationsProviderProps = HeadlessProps & Partial<Presentation>;

/**
 * Gives the bell, and every hook below it, the notifications of the signed-in user. Put it once around the app. `texts` and
 * `renderItem` hold functions, which a server component cannot pass: wrap this in a client component of yours.
 */
export function NotificationsProvider(props: NotificationsProviderProps) {
  const { language, texts, renderItem, pages, ...headless } = props;
  const presentation = useMemo(
    () => checkPresentation({ language, texts, renderItem, pages }),
    [language, texts, renderItem, pages],
  );
  return (
    <PresentationContext value={presentation}>
      <HeadlessProvider {...headless} />
    </PresentationContext>
  );
}
