import * as fc from "fast-check";

import type { DescribedApi, DescribedOperation, Parameter } from "@/tests/contract/described-api";

import { fitting, type KnownIds } from "./fitting";
import { hostileBody, hostileJson, hostileText } from "./hostile";

type Header = [name: string, value: string];

export interface FuzzedRequest {
  operationId: string;
  method: string;
  /** As it stands in the request line. */
  target: string;
  headers: Header[];
  body: Buffer | undefined;
}

/** What the server takes for true, so that some of the requests get through. */
export interface Known {
  producerKey: string;
  token: string;
  ids: KnownIds;
}

/** Any request to any operation: right, nearly right, or hostile in some of its parts. */
export function requests(api: DescribedApi, known: Known): fc.Arbitrary<FuzzedRequest> {
  // What takes more can go wrong in more ways.
  const weigh = ({ body, parameters }: DescribedOperation): number => (body ? 8 : 1 + 2 * parameters.length);
  const operations = api.operations.map((one) => ({ weight: weigh(one), arbitrary: fc.constant(one) }));
  return fc.oneof(...operations).chain((operation) =>
    fc.record({
      operationId: fc.constant(operation.operationId),
      method: fc.constant(operation.method),
      target: targets(api, operation, known),
      headers: headers(api, operation, known),
      body: operation.body ? bodies(api, operation.body, known) : fc.option(hostileBody, { freq: 9, nil: undefined }),
    }),
  );
}

/** Mostly as it should be. */
function mostly<Value>(right: fc.Arbitrary<Value>, wrong: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

function values(api: DescribedApi, { name, schema }: Parameter, { ids }: Known): fc.Arbitrary<string> {
  return mostly(fitting(api, schema, name, ids).map(String), hostileText);
}

function targets(api: DescribedApi, operation: DescribedOperation, known: Known): fc.Arbitrary<string> {
  const of = (place: string): Parameter[] => operation.parameters.filter((parameter) => parameter.in === place);
  const paths = fc
    .tuple(...of("path").map((parameter) => fc.tuple(fc.constant(parameter.name), values(api, parameter, known))))
    // Empty or of dots, it is another address.
    .filter((parameters) => parameters.every(([, value]) => !/^\.{0,2}$/.test(value)))
    .map((parameters) =>
      parameters.reduce((path, [name, value]) => path.replace(`{${name}}`, () => encode(value)), operation.path),
    );
  const right = of("query").map((parameter) => fc.tuple(fc.constant(parameter.name), values(api, parameter, known)));
  const some = fc
    .tuple(...right.map((parameter) => fc.option(parameter, { freq: 1 })))
    .map((all) => all.filter((one) => one !== null));
  const more = fc.array(
    fc.tuple(mostly(fc.constantFrom(...of("query").map(({ name }) => name), "x"), hostileText), hostileText),
    {
      maxLength: 2,
    },
  );
  return fc.tuple(paths, some, mostly(fc.constant<Header[]>([]), more)).map(([path, right, wrong]) => {
    const query = [...right, ...wrong].map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
    return query === "" ? path : `${path}?${query}`;
  });
}

/** Cut short: beyond 16 KiB of target and headers, Node answers 431 by itself. */
function encode(text: string): string {
  return encodeURIComponent(text.slice(0, 200).toWellFormed());
}

function headers(api: DescribedApi, operation: DescribedOperation, known: Known): fc.Arbitrary<Header[]> {
  const own = operation.parameters
    .filter((parameter) => parameter.in === "header")
    .map((parameter) => fc.tuple(fc.constant(parameter.name), values(api, parameter, known)));
  const some = fc
    .tuple(...own.map((header) => fc.option(header, { freq: 1 })))
    .map((all) => all.filter((one) => one !== null));
  const contentType = operation.body
    ? mostly(fc.constant("application/json"), hostileText).map((value) => [["Content-Type", value]] as Header[])
    : fc.constant([]);
  const more = fc.array(fc.tuple(fc.constantFrom(...OTHER_HEADERS), mostly(hostileText, fc.constant("1"))), {
    maxLength: 3,
  });
  return fc
    .tuple(credentials(operation, known), some, contentType, mostly(fc.constant<Header[]>([]), more))
    .map((all) => all.flat().map(([name, value]) => [name, headerText(value)]));
}

/** Headers that this server looks at, or that Next or a proxy does. */
const OTHER_HEADERS = [
  "X-Request-Id",
  "Sec-Fetch-Site",
  "Origin",
  "Referer",
  "Accept",
  "Accept-Encoding",
  "Accept-Language",
  "Content-Encoding",
  "Cookie",
  "Range",
  "If-None-Match",
  "If-Modified-Since",
  "Last-Event-ID",
  "X-Forwarded-Host",
  "X-Forwarded-Proto",
  "X-Forwarded-For",
  "X-HTTP-Method-Override",
  "Next-Action",
  "Next-Router-State-Tree",
  "Next-Router-Prefetch",
  "X-Nextjs-Data",
  "X-Middleware-Subrequest",
  "X-Matched-Path",
  "X-Invoke-Path",
  "X-Now-Route-Matches",
  "traceparent",
];

function credentials({ security }: DescribedOperation, known: Known): fc.Arbitrary<Header[]> {
  const right = security.map((scheme): Header =>
    scheme === "session"
      ? ["Cookie", `session=${known.token}`]
      : ["Authorization", `Bearer ${scheme === "producerKey" ? known.producerKey : known.token}`],
  );
  const [head = "", payload = "", signature = ""] = known.token.split(".");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  const wrong = fc.oneof(
    fc.constantFrom(
      known.producerKey,
      known.token,
      `${none}.${payload}.`,
      `${head}.${payload}.${signature}x`,
      "..",
      "a.b.c",
    ),
    hostileText,
  );
  return mostly(
    right.length === 0 ? fc.constant([]) : fc.constantFrom(...right).map((one) => [one]),
    fc.array(
      fc.oneof(
        wrong.map((text): Header => ["Authorization", `Bearer ${text}`]),
        wrong.map((text): Header => ["Cookie", `session=${text}; session=${text}`]),
        hostileText.map((text): Header => ["Authorization", text]),
      ),
      { maxLength: 2 },
    ),
  );
}

// oxlint-disable-next-line no-control-regex
const FORBIDDEN_IN_HEADERS = /[\u0000-\u0008\u000a-\u001f\u007f]/g;

/** The bytes of the text, as far as HTTP lets them stand in a header. */
function headerText(text: string): string {
  return Buffer.from(text).toString("latin1").replaceAll(FORBIDDEN_IN_HEADERS, "").slice(0, 1_000);
}

function bodies(api: DescribedApi, schema: object, { ids }: Known): fc.Arbitrary<Buffer> {
  const right = fitting(api, schema, "", ids) as fc.Arbitrary<Record<string, unknown>>;
  const names = Object.keys((api.resolve(schema) as { properties?: object }).properties ?? {});
  // Joined by hand, so that a name can stand there twice, and __proto__ as a name of its own.
  const spoiled = fc
    .tuple(
      right,
      fc.array(fc.tuple(mostly(fc.constantFrom(...names), hostileText), hostileJson), { minLength: 1, maxLength: 3 }),
    )
    .map(([value, wrong]) => {
      const fields = Object.entries(value).map(([name, field]) => [name, JSON.stringify(field)] as const);
      const text = [...fields, ...wrong].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",");
      return Buffer.from(`{${text}}`);
    });
  return fc.oneof(
    { weight: 4, arbitrary: right.map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 4, arbitrary: spoiled },
    { weight: 2, arbitrary: hostileBody },
  );
}
