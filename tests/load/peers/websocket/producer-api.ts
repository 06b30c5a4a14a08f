import express, { type ErrorRequestHandler, type Express } from "express";

import { AppendRequest, type AppendResponse } from "@/lib/notifications/contract";

import { bearerToken, isProducerKey } from "./authentication";
import type { Store, Stored } from "./store";

/**
 * An Express app that takes notifications from producers: validates, stores, has `publish` tell whoever is connected,
 * and answers. It knows no idempotency keys, and does not ask whether the users exist.
 */
export function producerApi(store: Store, publish: (stored: readonly Stored[]) => void | Promise<void>): Express {
  const app = express().disable("x-powered-by").disable("etag");

  app.get("/api/health/ready", (_, response) => {
    response.json({ status: "ok" });
  });

  app.post(
    "/api/internal/notifications",
    (request, response, next) => {
      if (isProducerKey(bearerToken(request.headers.authorization))) next();
      else response.status(401).json({ title: "Unauthorized" });
    },
    express.json({ limit: "1mb" }),
    async (request, response) => {
      const body = AppendRequest.safeParse(request.body);
      if (!body.success) {
        response.status(400).json({ title: "The request is not valid", errors: body.error.issues });
        return;
      }
      const stored = await store.insert(body.data);
      await publish(stored);
      const answer: AppendResponse = {
        notifications: stored.map(({ userId, notification: { id, created_at } }) => ({
          id,
          user_id: userId,
          created_at,
        })),
      };
      response.status(201).json(answer);
    },
  );
  return app;
}

/** The last of an app: answers what was thrown, without its words. */
export const failed: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
  const { status = 500 } = error;
  if (status >= 500) console.error(error);
  if (response.headersSent) next(error);
  else response.status(status).json({ title: status < 500 ? "The request is not valid" : "Something went wrong" });
};
