import type { Arrival } from "@/lib/notifications/client/arrivals/arrivals";
import type { Notification } from "@/lib/notifications/contract";

export const idOf = (number: number): string => `0190a1b0-0000-7000-8000-${String(number).padStart(12, "0")}`;

export const notificationOf = (number: number): Notification => ({
  id: idOf(number),
  type: "test",
  message: `Message ${number}`,
  created_at: "2026-11-22T10:00:00.000Z",
});

export const arrivalOf = (number: number): Arrival => ({
  position: number,
  count: 1,
  notification: notificationOf(number),
});
