type Sentence = (count: string) => string;

/**
 * A text that depends on a count, by the plural rules of its language (CLDR). The sentence gets the count as that language
 * writes numbers.
 */
export function plural(
  language: string,
  sentences: { other: Sentence } & Partial<Record<Intl.LDMLPluralRule, Sentence>>,
): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count) => (sentences[rules.select(count)] ?? sentences.other)(numbers.format(count));
}
