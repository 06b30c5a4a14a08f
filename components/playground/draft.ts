import type { AppendRequest } from "@/lib/contract";

/** What is in the send form. */
export interface Draft {
  userId: string;
  type: string;
  message: string;
  /** Empty: none. */
  link: string;
  count: number;
}

/** The request for the `number`th of a burst; a burst is numbered, so that its order can be seen. */
export function toRequest(draft: Draft, number: number): AppendRequest {
  return {
    user_id: draft.userId,
    type: draft.type,
    message: draft.count === 1 ? draft.message : `${draft.message} (${number} of ${draft.count})`,
    ...(draft.link !== "" && { link: draft.link }),
  };
}
