import { IS_LIVE, IS_OVER, type Machine } from "./reconnect-machine";

/**
 * How fresh what you see is.
 * - `connecting`: the first connection is being made
 * - `catching-up`: connected again; what was missed is being replayed
 * - `live`: every change arrives as it happens
 * - `polling`: something on the way holds event streams back; the server is asked every few seconds instead
 * - `reconnecting`: lost, being restored; what was missed will be replayed
 * - `unreachable`: tried for a while; the server does not answer, or something answers in its place
 * - `offline`: the browser has no network; resumes by itself
 * - `paused`: closed by `disconnect()`, until `connect()`
 * - `signed-out`: the session is over; nothing more arrives
 */
export type Connection =
  | "connecting"
  | "catching-up"
  | "live"
  | "polling"
  | "reconnecting"
  | "unreachable"
  | "offline"
  | "paused"
  | "signed-out";

/** After so many failures in a row, about ten seconds, a person is no longer told to expect the connection back soon. */
const HOPELESS_FAILURES = 4;

/** What a person is told. `isFirst`: nothing has been heard of the feed yet. */
export function connectionOf(
  { state, failures, polling, isSteady }: Machine,
  isOnline: boolean,
  isFirst: boolean,
): Connection {
  if (state === "closed") return "paused";
  if (IS_OVER.has(state)) return "signed-out";
  if (IS_LIVE.has(state) || (state === "proving" && polling === null)) return "live";
  if (!isOnline) return "offline";
  if (isSteady) return "live";
  if (polling && (polling.answers ?? state === "late")) return "polling";
  if (failures >= HOPELESS_FAILURES) return "unreachable";
  if (isFirst) return "connecting";
  return state === "catching-up" ? state : "reconnecting";
}
