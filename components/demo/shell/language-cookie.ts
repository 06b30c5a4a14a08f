/** Holds the language that a person chose; absent while the browser decides. */
export const LANGUAGE_COOKIE = "language";
