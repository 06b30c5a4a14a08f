/** What the browser tests work on. Started once, by the run's global setup; handed to the workers as text. */
export interface E2eEnvironment {
  chromium: string;
  /** With all that a browser has. */
  wholeChromium: string;
  /** Of the one server that all browser tests share. */
  url: string;
  producerKey: string;
  databaseUrl: string;
  authSecret: string;
}

const VARIABLE = "E2E_ENVIRONMENT";

/** For the global setup: workers inherit it. */
export function publishEnvironment(environment: E2eEnvironment): void {
  process.env[VARIABLE] = JSON.stringify(environment);
}

/** Undefined until the global setup has run: Playwright loads its configuration before that too. */
export function e2eEnvironment(): E2eEnvironment | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as E2eEnvironment);
}
