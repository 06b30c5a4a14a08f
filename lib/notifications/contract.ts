/**
 * Every shape that crosses a process boundary: requests, answers and stream events. Server and browser both parse with these
 * schemas, so no type is written twice.
 */
import * as z from "zod/mini";

const MAX_MESSAGE_CHARACTERS = 2_000;
const MAX_LINK_LENGTH = 2_048;
/** The most users that one request may name. */
export const MAX_RECIPIENTS = 10_000;
const MAX_READ_IDS = 500;
const MAX_PAGE = 100;

/** Any RFC 9562 text form, in lower case, so that two spellings mean one user. */
export const Id = z.guid("must be a UUID").check(z.toLowerCase());

/** A place in a user's feed; 0 is before the first change. It travels as a string, like an SSE id. */
export const Position = z.pipe(
  z.string().check(
    z.regex(/^(0|[1-9]\d{0,15})$/, 'must be a feed position, such as "42"'),
    z.refine((text) => Number(text) <= Number.MAX_SAFE_INTEGER, "is beyond any feed"),
  ),
  z.transform(Number),
);

export const Time = z.iso.datetime({ precision: 3 });

export const Type = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9._:-]*$/, "may hold letters, digits and . _ : - only"),
    z.minLength(1, "must not be empty"),
    z.maxLength(64, "must be at most 64 characters"),
  );

export const Message = z.string().check(
  z.minLength(1, "must not be empty"),
  z.refine((text) => characters(text) <= MAX_MESSAGE_CHARACTERS, "must be at most 2,000 characters"),
  z.refine((text) => !text.includes("\0"), "must not contain NUL"),
  z.refine((text) => text.isWellFormed(), "must not contain a lone surrogate"),
);

export const Link = z
  .string()
  .check(
    z.maxLength(MAX_LINK_LENGTH, "must be at most 2,048 characters"),
    z.refine(isSafeLink, "must be a path on this site (/orders/7) or an https:// URL"),
  );

/** Counts code points, like people and JSON Schema, and not UTF-16 units. */
function characters(text: string): number {
  return text.length <= MAX_MESSAGE_CHARACTERS ? text.length : Array.from(text).length;
}

/** True for a same-origin path (see isSitePath) or an https URL. */
function isSafeLink(link: string): boolean {
  if (HIDDEN_CHARACTERS.test(link) || !link.isWellFormed()) return false;
  return /^https:\/\//i.test(link) ? URL.canParse(link) : isSitePath(link);
}

/** Browsers silently drop these from an address, so that it leads elsewhere than it reads. */
// oxlint-disable-next-line no-control-regex
const HIDDEN_CHARACTERS = /[\u0000-\u0020\u007f-\u009f\u2028\u2029]/;

/**
 * True for a path that stays on this site. Resolves it like a browser (WHATWG URL), because `//evil.test`, `/\evil.test` and
 * `/.//evil.test` look like paths but lead elsewhere.
 */
export function isSitePath(path: string): boolean {
  const site = "https://this-site.invalid";
  if (HIDDEN_CHARACTERS.test(path) || !path.startsWith("/") || !URL.canParse(path, site)) return false;
  const { origin, pathname } = new URL(path, site);
  return origin === site && !pathname.startsWith("//");
}

/** What a client shows. Only notifications whose producer gave a link have `link`. */
export const Notification = z.object({
  id: Id,
  type: z.string(),
  message: z.string(),
  created_at: Time,
  link: z.optional(z.string()),
});
export type Notification = z.infer<typeof Notification>;

/** An entry of `GET /api/notifications`. Only lists with `status=all` have `read_at`. */
export const ListedNotification = z.extend(Notification, { read_at: z.optional(z.nullable(Time)) });
export type ListedNotification = z.infer<typeof ListedNotification>;

export const ListQuery = z.strictObject({
  status: z._default(z.enum(["unread", "all"], "must be unread or all"), "unread"),
  limit: z._default(
    z.pipe(
      z.string().check(z.regex(/^([1-9]\d?|100)$/, `must be a whole number from 1 to ${MAX_PAGE}`)),
      z.transform(Number),
    ),
    MAX_PAGE,
  ),
  before: z.optional(z.string()),
  /** The user whom the page was made for. It must match the session. */
  user: z.optional(z.string()),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** `POST /api/notifications/read`. `through` acknowledges everything up to and including a position. */
export const ReadRequest = z
  .strictObject({
    id: z.optional(Id),
    ids: z.optional(
      z
        .array(Id)
        .check(
          z.minLength(1, "must name at least one"),
          z.maxLength(MAX_READ_IDS, `must name at most ${MAX_READ_IDS}`),
        ),
    ),
    through: z.optional(Position),
  })
  .check(
    z.refine(
      (body) => [body.id, body.ids, body.through].filter((given) => given !== undefined).length === 1,
      "give exactly one of id, ids and through",
    ),
  );
export type ReadRequest = z.infer<typeof ReadRequest>;

/** `POST /api/internal/notifications`: one message for one or many users. A user named twice is notified once. */
export const AppendRequest = z
  .strictObject({
    user_id: z.optional(Id),
    user_ids: z.optional(
      z
        .array(Id)
        .check(
          z.minLength(1, "must name at least one user"),
          z.maxLength(MAX_RECIPIENTS, "must name at most 10,000 users"),
        ),
    ),
    type: Type,
    message: Message,
    link: z.optional(Link),
  })
  .check(
    z.refine(
      (body) => (body.user_id === undefined) !== (body.user_ids === undefined),
      "give exactly one of user_id and user_ids",
    ),
  );
export type AppendRequest = z.infer<typeof AppendRequest>;

export const AppendResponse = z.object({
  notifications: z.array(z.object({ id: Id, user_id: Id, created_at: Time })),
});
export type AppendResponse = z.infer<typeof AppendResponse>;

/** The request headers of `POST /api/internal/notifications`. */
export const AppendHeaders = z.object({
  "idempotency-key": z.optional(
    z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/, "must be 1 to 255 visible ASCII characters")),
  ),
});

/** The path parameters of `/api/internal/users/{id}/…`. */
export const UserPath = z.object({ id: Id });

/** `POST /api/session`, the demo sign-in. */
export const SessionRequest = z.strictObject({ user_id: Id });

export const NotificationEvent = z.object({ type: z.literal("NOTIFICATION"), payload: Notification });
export type NotificationEvent = z.infer<typeof NotificationEvent>;
export const ReadEvent = z.object({
  type: z.literal("READ"),
  payload: z.object({ ids: z.array(Id), read_at: Time }),
});
export type ReadEvent = z.infer<typeof ReadEvent>;
export const SyncEvent = z.object({
  type: z.literal("SYNC"),
  payload: z.object({ position: Position, replayed: z.number(), complete: z.boolean(), unread: z.number() }),
});

/** The `data:` of a stream event. The SSE `id:` beside it is the feed position. */
export const StreamEvent = z.discriminatedUnion("type", [NotificationEvent, ReadEvent, SyncEvent]);
export type StreamEvent = z.infer<typeof StreamEvent>;

/** RFC 9457 problem details, the form of every error. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof Problem>;
