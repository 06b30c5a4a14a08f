/** An input source with its actions, which WebDriver and WebDriver BiDi write alike (W3C WebDriver, 17.4). */
export type InputSource =
  | {
      type: "pointer";
      id: string;
      parameters: { pointerType: "mouse" };
      actions: readonly (
        | { type: "pointerMove"; x: number; y: number; origin: "viewport" }
        | { type: "pointerDown" | "pointerUp"; button: number }
      )[];
    }
  | { type: "key"; id: string; actions: readonly { type: "keyDown" | "keyUp"; value: string }[] };

/** Keys that write no letter, by their names in KeyboardEvent.key (W3C WebDriver, 17.4.2). */
const KEYS: Readonly<Record<string, string>> = {
  Tab: "\uE004",
  Enter: "\uE007",
  Shift: "\uE008",
  Control: "\uE009",
  Escape: "\uE00C",
  End: "\uE010",
  Home: "\uE011",
  ArrowUp: "\uE013",
  ArrowDown: "\uE015",
  F6: "\uE036",
};

/** A click of the left button there, in CSS pixels of the window. */
export function clickAt(x: number, y: number): InputSource {
  return {
    type: "pointer",
    id: "mouse",
    parameters: { pointerType: "mouse" },
    actions: [
      { type: "pointerMove", x: Math.round(x), y: Math.round(y), origin: "viewport" },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ],
  };
}

/** A key, or several that are held together: "Shift+Tab". */
export function keysOf(combination: string): InputSource {
  const values = combination.split("+").map((name) => KEYS[name] ?? name);
  return {
    type: "key",
    id: "keyboard",
    actions: [
      ...values.map((value) => ({ type: "keyDown" as const, value })),
      ...values.toReversed().map((value) => ({ type: "keyUp" as const, value })),
    ],
  };
}
