const spent = new Set<string | null>();

/** A link that works once, as one that confirms an address. */
export function GET(request: Request): Response {
  const token = new URL(request.url).searchParams.get("token");
  if (spent.has(token)) return new Response("Spent", { status: 410 });
  spent.add(token);
  return new Response("Confirmed");
}
