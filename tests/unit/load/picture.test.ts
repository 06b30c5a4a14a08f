import { describe, expect, it } from "vitest";

import { picture } from "@/tests/load/bench/picture";
import { NOTHING_LOST, type Row } from "@/tests/load/bench/row";

function row(contender: string, seconds: number): Row {
  const figures = { time: { value: seconds, unit: "s", rounds: "median" } } as const;
  return { workload: "opening", title: "Opening", contender, figures, ...NOTHING_LOST };
}

/** Opening, closing or empty, with its attributes. */
const TAG = /<(\/?)([a-z]+)(?:\s[a-zA-Z-]+="[^"<]*")*\s*(\/?)>/g;

const SVG = picture([row("ours", 2), row("Express & <ws>", 4)], "ours");

describe("the picture", () => {
  it("is well-formed XML", () => {
    const tags = [...SVG.matchAll(TAG)];
    const nesting = tags.reduce((open: string[], [, closing, name = "", empty]) => {
      if (closing) return open.at(-1) === name ? open.slice(0, -1) : [...open, `misplaced /${name}`];
      return empty ? open : [...open, name];
    }, []);
    expect(tags.length).toBeGreaterThan(0);
    expect(nesting).toEqual([]);
    expect(SVG.replaceAll(TAG, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  });

  it("says each figure as text, what it is and whose", () => {
    expect(SVG).toContain(">Opening: time</text>");
    expect(SVG).toContain(">2.00 s</text>");
    expect(SVG).toContain(">Express &amp; &lt;ws&gt;</text>");
  });

  it("draws bars in proportion, ours apart from the others", () => {
    const [mine, theirs] = [...SVG.matchAll(/<rect class="(ours|quiet)"[^>]* width="([\d.]+)"/g)];
    expect([mine?.[1], theirs?.[1]]).toEqual(["ours", "quiet"]);
    expect(Number(theirs?.[2]) / Number(mine?.[2])).toBeCloseTo(2);
  });

  it("has no panel for what nobody was measured with", () => {
    expect(SVG.match(/class="title"/g)).toHaveLength(1);
  });
});
