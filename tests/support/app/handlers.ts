import { readdirSync } from "node:fs";
import path from "node:path";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type RouteModule = Partial<Record<string, Handler>>;

interface Route {
  pattern: RegExp;
  load(): Promise<RouteModule>;
}

const FOLDERS = ["app/api", "app/(demo)/api"];

/** Every route of the API. Those that take anything come last, as in Next. */
const ROUTES: readonly Route[] = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => ({
      pattern: patternOf(path.dirname(file)),
      load: () => import(path.resolve(folder, file)) as Promise<RouteModule>,
    })),
).toSorted((one, other) => Number(one.pattern.source.endsWith(".*$")) - Number(other.pattern.source.endsWith(".*$")));

function patternOf(folder: string): RegExp {
  const address = folder.replace(/^\[\[\.\.\.\w+\]\]$/, ".*").replaceAll(/\[(\w+)\]/g, "(?<$1>[^/]+)");
  return new RegExp(`^/api/${address}$`);
}

/** Answers a request as the server would, from the route's module in this process and without anything of Next. */
export async function callHandler(url: string, init?: RequestInit): Promise<Response> {
  const request = new Request(url, init);
  const { pathname } = new URL(url);
  for (const { pattern, load } of ROUTES) {
    const match = pattern.exec(pathname);
    if (!match) continue;
    const route = await load();
    const handler = route[request.method] ?? (request.method === "HEAD" ? route["GET"] : undefined);
    if (!handler) throw new Error(`${pathname} exports nothing for ${request.method}`);
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    const response = await handler(request, { params: Promise.resolve(Object.fromEntries(params)) });
    return request.method === "HEAD" ? withoutBody(response) : response;
  }
  throw new Error(`there is no route for ${pathname}`);
}

async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}
