type Sentence = (count: string) => string;

/**
 * A text that depends on how many there are, by the language's own rules (CLDR plural categories). The sentence gets the
 * number as that language writes it.
 */
export function plural(
  language: string,
  sentences: { other: Sentence } & Partial<Record<Intl.LDMLPluralRule, Sentence>>,
): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count) => (sentences[rules.select(count)] ?? sentences.other)(numbers.format(count));
}
