import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";

import { LocalWindow } from "../../rate-limit/local-window";

/** A key that the provider has removed is accepted for this long at most. */
const CACHE_MS = 10 * 60 * 1000;

/** Fetches for unknown keys: enough to notice a rotation at once, and too few to burden the provider. */
const MAX_FETCHES = 5;
const FETCHES_PERIOD_MS = 30_000;

/**
 * Finds the key of an identity provider by its name in a token. An unknown name is fetched at once, because the provider may
 * just have started to sign with it. The number of fetches is limited, because anybody can make up names.
 */
export function providerKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { cacheMaxAge: CACHE_MS, cooldownDuration: CACHE_MS });
  const fetches = new LocalWindow(MAX_FETCHES, FETCHES_PERIOD_MS);
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !fetches.take("unknown key", 1).taken) throw error;
      await keys.reload();
      return keys(header, token);
    }
  };
}
