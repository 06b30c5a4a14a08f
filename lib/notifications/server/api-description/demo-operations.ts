import { json, type Operations } from "./operation";
import { schemaRef } from "./schemas";

export const DEMO_OPERATIONS: Operations = {
  "POST /api/session": {
    operationId: "signIn",
    summary: "Sign in as anybody",
    callers: "anyone",
    body: "SessionRequest",
    answers: { 204: { description: "Signed in for a week.", headers: ["Set-Cookie"] } },
    problems: ["forbidden", "not-found", "unknown-users", "internal", "unavailable"],
  },
  "DELETE /api/session": {
    operationId: "signOut",
    summary: "Sign out",
    callers: "anyone",
    answers: { 204: { description: "The cookie is removed.", headers: ["Set-Cookie"] } },
    problems: ["forbidden", "not-found"],
  },
  "POST /api/demo/notifications": {
    operationId: "play",
    summary: "Notify anybody, as a signed-in person",
    callers: "user",
    body: "AppendRequest",
    answers: { 201: { description: "Committed.", content: json(schemaRef("AppendResponse")) } },
    problems: ["not-found", "unknown-users", "internal", "unavailable"],
  },
};
