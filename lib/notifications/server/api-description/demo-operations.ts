import { json, type Operation } from "./operation";
import { schemaRef } from "./schemas";

export const DEMO_OPERATIONS: readonly Operation[] = [
  {
    method: "post",
    path: "/api/session",
    operationId: "signIn",
    tag: "demo",
    summary: "Sign in as anybody",
    callers: "anyone",
    body: "SessionRequest",
    answers: { 204: { description: "Signed in for a week.", headers: ["Set-Cookie"] } },
    problems: ["forbidden", "not-found", "unknown-users", "internal", "unavailable"],
  },
  {
    method: "delete",
    path: "/api/session",
    operationId: "signOut",
    tag: "demo",
    summary: "Sign out",
    callers: "anyone",
    answers: { 204: { description: "The cookie is removed.", headers: ["Set-Cookie"] } },
    problems: ["forbidden", "not-found"],
  },
  {
    method: "post",
    path: "/api/demo/notifications",
    operationId: "play",
    tag: "demo",
    summary: "Notify anybody, as a signed-in person",
    callers: "user",
    body: "AppendRequest",
    answers: { 201: { description: "Committed.", content: json(schemaRef("AppendResponse")) } },
    problems: ["not-found", "unknown-users", "internal", "unavailable"],
  },
];
