/**
 * Notifications in a browser: the provider, the hooks, and what a bell is made of. Import nothing else of this folder, except
 * `use-arrivals`, which stands apart because it is loaded late: it brings the contract's parser.
 *
 * Each room knows only those named before it:
 * - `requests`, `loading`: what is asked of the server, and code that comes late
 * - `connection`: one stream that reconnects; reconnect-rules.ts decides when
 * - `tabs`: one stream for all tabs; leader-election.ts decides which tab holds it
 * - `outbox`: acknowledgements, kept until the server has them
 * - `feed`: the lists, fetched once and kept live
 * - `arrivals`: what is new, shown by one tab
 */

export { NotificationsProvider, type NotificationsProviderProps } from "./notifications-provider";
export { useBell, useNotifications, useNotificationsContext } from "./use-notifications";
export { type Failure, isUnread, type Notifications } from "./feed/notifications";
export type { Connection } from "./connection/connection";
export type { StreamMessage } from "./connection/stream-message";
export type { ListStatus } from "./requests/api";
export type { Arrival } from "./arrivals/arrivals";
export type { Claim } from "./arrivals/claim";
export { ErrorBoundary } from "./error-boundary";
export { useLazy } from "./loading/use-lazy";
export { serverNow } from "./requests/server-clock";
