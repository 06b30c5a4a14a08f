import { readFileSync } from "node:fs";

export const dockerfile = readFileSync("Dockerfile", "utf8");

/** What the last stage of the Dockerfile says about running the image. */
export const image = {
  /** The tag of Node's image. */
  node: value(/^FROM node:(\S+)$/m),
  environment: Object.fromEntries(
    value(/^ENV (NODE_ENV=.+)$/m)
      .split(" ")
      .map((pair) => pair.split("=")),
  ) as Record<string, string>,
  command: words(/^CMD (\[.+\])$/m),
  healthCheck: words(/^HEALTHCHECK .*CMD (\[.+\])$/m),
};

function value(pattern: RegExp): string {
  const found = pattern.exec(dockerfile)?.[1];
  if (found === undefined) throw new Error(`the Dockerfile has nothing like ${pattern.source}`);
  return found;
}

function words(pattern: RegExp): string[] {
  return JSON.parse(value(pattern)) as string[];
}
