type TextFunction = (...values: never[]) => string;

/** Some of the texts, at any depth. */
export type Overrides<Texts> = {
  readonly [Name in keyof Texts]?: Texts[Name] extends string | TextFunction ? Texts[Name] : Overrides<Texts[Name]>;
};

/**
 * The texts with an app's own in their place. Ours stay where the app gives none or a value of another kind, and where a
 * function of the app throws or returns no text.
 */
export function withOverrides<Texts extends object>(texts: Texts, overrides: unknown): Texts {
  if (typeof overrides !== "object" || overrides === null) return texts;
  const own = new Map<string, unknown>(Object.entries(overrides));
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, override(text, own.get(name))]),
  ) as Texts;
}

function override(text: unknown, own: unknown): unknown {
  if (typeof own !== typeof text) return text;
  if (typeof text === "function") return guarded(own as TextFunction, text as TextFunction);
  return typeof text === "object" && text !== null ? withOverrides(text, own) : own;
}

function guarded(own: TextFunction, builtIn: TextFunction): TextFunction {
  return (...values) => {
    try {
      const text: unknown = own(...values);
      if (typeof text === "string") return text;
      reportOnce(own, new TypeError("A function of `texts` returned no text"));
    } catch (error) {
      reportOnce(own, error);
    }
    return builtIn(...values);
  };
}

const reported = new WeakSet<TextFunction>();

/** Once, since every drawing asks for the text again. */
function reportOnce(text: TextFunction, error: unknown): void {
  if (reported.has(text)) return;
  reported.add(text);
  console.error(error);
}
