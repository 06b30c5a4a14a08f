"use client";

import { useLayoutEffect } from "react";

import { type Feed, useFeed } from "./use-feed";
import type { Notifications } from "./use-notifications";

interface LiveFeedProps extends Feed {
  onChange: (notifications: Notifications) => void;
}

/** The feed as a component, so that all of it can be loaded late: shows nothing, and tells what it holds. */
export function LiveFeed({ onChange, ...feed }: LiveFeedProps) {
  const notifications = useFeed(feed);
  useLayoutEffect(() => onChange(notifications), [notifications, onChange]);
  return null;
}
