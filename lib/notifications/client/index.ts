/**
 * Notifications in a browser: the provider, the hooks, and what the components of a bell are made of. Nothing else of this
 * folder is for use from outside.
 */

export { type NotificationsProviderProps, NotificationsProvider } from "./notifications-provider";
export { useBell, useNotifications, useNotificationsContext } from "./use-notifications";
export type { Connection } from "./connection/connection";
export { type Failure, isUnread, type Notifications } from "./feed/notifications";
export type { ListStatus } from "./requests/api";

// For components that draw a bell of their own.
export { useArrivals } from "./use-arrivals";
export type { Arrival } from "./arrivals/arrivals";
export type { Claim } from "./arrivals/claim";
export type { StreamMessage } from "./connection/stream-message";
export { useLazy } from "./loading/use-lazy";
export { ErrorBoundary } from "./error-boundary";
export { serverNow } from "./requests/server-clock";
