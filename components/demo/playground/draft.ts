import type { AppendRequest } from "@/lib/notifications/contract";

/** What is in the send form. */
export interface Draft {
  userId: string;
  type: string;
  message: string;
  /** Empty: none. */
  link: string;
  count: number;
}

/** The request for one of a burst; `message` is the draft's, numbered. */
export function toRequest({ userId, type, link }: Draft, message: string): AppendRequest {
  return { user_id: userId, type, message, ...(link !== "" && { link }) };
}
