/** What an app imports. Everything else here may change its name or place. */
export { NotificationBell } from "./bell/notification-bell";
export { NotificationsProvider } from "./notifications-provider";
export type { Presentation } from "./presentation/presentation";
