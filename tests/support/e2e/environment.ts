/** The server and the browsers of a run. The global setup starts them once and passes this on to the workers. */
export interface Environment {
  chromium: string;
  /** A Chromium with every part of a browser. */
  wholeChromium: string;
  /** Of the one server that all browser tests share. */
  url: string;
  producerKey: string;
  databaseUrl: string;
  authSecret: string;
}

const VARIABLE = "E2E_ENVIRONMENT";

/** For the global setup: workers inherit it. */
export function publishEnvironment(environment: Environment): void {
  process.env[VARIABLE] = JSON.stringify(environment);
}

/** Undefined until the global setup has run: Playwright loads its configuration before that too. */
export function publishedEnvironment(): Environment | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as Environment);
}

/** What the global setup has started. */
export function environmentOfRun(): Environment {
  const environment = publishedEnvironment();
  if (!environment) throw new Error("the global setup has not run");
  return environment;
}

/** The settings of one more server on the database of the run. */
export function serverSettings(): Record<string, string> {
  const { databaseUrl, authSecret, producerKey } = environmentOfRun();
  return { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret, INTERNAL_API_KEYS: `suite:${producerKey}`, DEMO: "1" };
}
