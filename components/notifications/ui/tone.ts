/** A hue, which means something else in each place. A word or an icon always says the same. */
export type Tone = "neutral" | "sea" | "leaf" | "sun" | "rust" | "plum" | "accent";

/** Text on its own soft ground, with a contrast of at least 4.5:1 in both themes. */
export const TONE_CLASSES: Readonly<Record<Tone, string>> = {
  neutral: "bg-sunken text-muted",
  sea: "bg-sea-soft text-sea",
  leaf: "bg-leaf-soft text-leaf",
  sun: "bg-sun-soft text-sun",
  rust: "bg-rust-soft text-rust",
  plum: "bg-plum-soft text-plum",
  accent: "bg-accent-soft text-accent",
};
