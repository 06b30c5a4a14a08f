import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

type Json = Record<string, unknown>;

interface Header {
  required?: boolean;
  schema: Json;
}

interface Answer {
  headers: Readonly<Record<string, Header>>;
  /** By media type. */
  content: Readonly<Record<string, { schema: Json }>>;
}

export interface Parameter {
  name: string;
  in: "query" | "header" | "path";
  required?: boolean;
  schema: Json;
}

export interface DescribedOperation {
  operationId: string;
  method: string;
  /** With {braces}. */
  path: string;
  parameters: readonly Parameter[];
  /** The schema of its JSON. */
  body: Json | undefined;
  /** The names of the security schemes that will do; none: anybody may. */
  security: readonly string[];
  /** By status. */
  answers: ReadonlyMap<number, Answer>;
}

/** What an answer of the server was; of a stream, as much as was read. */
export interface ReceivedAnswer {
  status: number;
  headers: Headers;
  body: string;
}

/** Headers of HTTP, and of every answer of a site: described by no operation. */
const GENERAL_HEADERS =
  /^(date|connection|keep-alive|transfer-encoding|content-(type|length|security-policy)|cache-control|vary|strict-transport-security|x-content-type-options|x-frame-options|referrer-policy|permissions-policy|cross-origin-.+)$/;

/** What a server says of itself in its OpenAPI document, and whether its answers are so. */
export class DescribedApi {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<Json, ValidateFunction>();
  readonly operations: readonly DescribedOperation[];

  constructor(private readonly document: Json) {
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(closed({ ...document, $id: "api" }) as Json);
    this.operations = Object.entries(document["paths"] as Record<string, Record<string, Json>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => this.#operation(path, method, operation)),
    );
  }

  static async of(url: string): Promise<DescribedApi> {
    return new DescribedApi((await (await fetch(`${url}/api/openapi.json`)).json()) as Json);
  }

  /** What of an answer is not as the document says; nothing when all is. */
  complaints({ answers }: DescribedOperation, { status, headers, body }: ReceivedAnswer): string[] {
    const answer = answers.get(status);
    if (!answer) return [`status ${status}`];
    return [...this.#aboutHeaders(answer, headers), ...this.#aboutBody(answer, headers.get("content-type"), body)];
  }

  /** The schema that a reference within the document leads to, or the schema itself. */
  resolve<Part extends object>(part: Part): Part {
    if (!("$ref" in part) || typeof part.$ref !== "string") return part;
    const names = part.$ref.slice("#/".length).split("/");
    return names.reduce<unknown>((whole, name) => (whole as Json)[name], this.document) as Part;
  }

  #operation(path: string, method: string, operation: Json): DescribedOperation {
    const {
      operationId,
      parameters = [],
      requestBody,
      security,
      responses,
    } = operation as {
      operationId: string;
      parameters?: Parameter[];
      requestBody?: { content: { "application/json": { schema: Json } } };
      security: Json[];
      responses: Record<string, Partial<Answer>>;
    };
    return {
      operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content["application/json"].schema,
      security: security.flatMap((schemes) => Object.keys(schemes)),
      answers: new Map(
        Object.entries(responses).map(([status, response]) => {
          const { headers = {}, content = {} } = this.resolve(response);
          const resolved = Object.entries(headers).map(([name, header]) => [name.toLowerCase(), this.resolve(header)]);
          return [Number(status), { headers: Object.fromEntries(resolved) as Answer["headers"], content }];
        }),
      ),
    };
  }

  #aboutHeaders(answer: Answer, headers: Headers): string[] {
    const missing = Object.entries(answer.headers)
      .filter(([name, { required }]) => required && !headers.has(name))
      .map(([name]) => `no header ${name}`);
    const wrong = Array.from(headers, ([name, value]) => {
      const header = answer.headers[name];
      if (!header) return GENERAL_HEADERS.test(name) ? [] : [`header ${name}: ${value}`];
      const { type } = header.schema;
      return this.#mistakes(header.schema, type === "integer" ? Number(value) : value).map(
        (mistake) => `header ${name}: ${value} ${mistake}`,
      );
    });
    return [...missing, ...wrong.flat()];
  }

  #aboutBody({ content }: Answer, contentType: string | null, body: string): string[] {
    const mediaType = contentType?.split(";")[0] ?? "";
    if (Object.keys(content).length === 0) return body === "" && mediaType === "" ? [] : [`a body, ${mediaType}`];
    const media = content[mediaType];
    if (!media) return [`content type ${contentType}`];
    return this.#mistakes(media.schema, /\bjson$/.test(mediaType) ? JSON.parse(body) : body);
  }

  #mistakes(schema: Json, value: unknown): string[] {
    let validate = this.#validators.get(schema);
    if (!validate) {
      validate = this.#ajv.compile(inDocument(closed(schema)) as Json);
      this.#validators.set(schema, validate);
    }
    return validate(value) ? [] : [this.#ajv.errorsText(validate.errors)];
  }
}

/** With its references leading into the document. */
function inDocument(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/'));
}

/**
 * The same with every object limited to the properties it has: clients have to put up with more, but what a server adds has
 * to be described. Parts of an `allOf` are limited by the others.
 */
function closed(part: unknown, within = ""): unknown {
  if (Array.isArray(part)) return part.map((item) => closed(item, within));
  if (typeof part !== "object" || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value, name)]));
  const open = within === "allOf" || inner["type"] !== "object" || !("properties" in inner);
  return open ? inner : { ...inner, unevaluatedProperties: false };
}
