import type { Operation } from "../operation";
import { schemaRef } from "../schemas";

const signIn: Operation = {
  method: "post",
  path: "/api/session",
  operationId: "signIn",
  tag: "demo",
  summary: "Sign in as anybody",
  callers: "anyone",
  body: "SessionRequest",
  answers: { 204: { description: "Signed in for a week.", headers: ["Set-Cookie"] } },
  problems: ["forbidden", "not-found", "unknown-users", "internal", "unavailable"],
};

const signOut: Operation = {
  method: "delete",
  path: "/api/session",
  operationId: "signOut",
  tag: "demo",
  summary: "Sign out",
  callers: "anyone",
  answers: { 204: { description: "The cookie is taken away.", headers: ["Set-Cookie"] } },
  problems: ["forbidden", "not-found"],
};

const play: Operation = {
  method: "post",
  path: "/api/demo/notifications",
  operationId: "play",
  tag: "demo",
  summary: "Notify anybody, as a person who is signed in",
  callers: "user",
  body: "AppendRequest",
  answers: {
    201: { description: "Committed.", content: { "application/json": { schema: schemaRef("AppendResponse") } } },
  },
  problems: ["not-found", "unknown-users", "internal", "unavailable"],
};

export const DEMO_OPERATIONS: readonly Operation[] = [signIn, signOut, play];
