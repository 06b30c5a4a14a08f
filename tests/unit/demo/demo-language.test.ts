import { describe, expect, it } from "vitest";

import { LANGUAGES } from "@/components/notifications/language/language";
import { negotiateLanguage } from "@/lib/demo/negotiate-language";
import { ORDERS } from "@/lib/demo/orders";
import { findPerson, peopleIn } from "@/lib/demo/people";
import { errors as errorsDe } from "@/lib/demo/texts/de/errors";
import { errors as errorsEn } from "@/lib/demo/texts/en/errors";
import { TEXTS } from "@/lib/demo/texts/texts";
import { formatFor } from "@/lib/demo/words";

describe("the language of a request", () => {
  it.each([
    ["de", "de"],
    ["de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7", "de-DE"],
    ["en-GB,en;q=0.9", "en-GB"],
    ["de-at", "de-AT"],
    ["DE", "de"],
    ["fr-FR,fr;q=0.9,de;q=0.5,en;q=0.1", "de"],
    ["en;q=0.1,de;q=0.9", "de"],
    ["de;q=0,en;q=0.5", "en"],
    // Readers of Swiss German read German.
    ["gsw-CH", "de"],
    ["de-CH-1996", "de-CH"],
    ["de-u-nu-thai", "de"],
    ["zh-Hant-TW, ja", "en"],
    ["*", "en"],
    ["*;q=0.1, de;q=0.2", "de"],
    ["", "en"],
    [null, "en"],
    [";;;,,,q=1", "en"],
    ["de_DE", "en"],
    ["d, x-klingon, i-default, 123, -, de;q=0.1", "de"],
    ["de;q=banana, en;q=0.2", "en"],
    ["<script>alert(1)</script>", "en"],
    ["\u0000\uFFFF", "en"],
  ])("of %j is %s", (header, language) => {
    expect(negotiateLanguage(header, undefined)).toBe(language);
  });

  it("is found in a very long header", () => {
    expect(negotiateLanguage(`de-AT,${"xx-YY;q=0.1,".repeat(2_000)}`, undefined)).toBe("de-AT");
  });

  it("is the chosen one rather than the browser's, with the browser's region", () => {
    expect(negotiateLanguage("en-US,en;q=0.9", "de")).toBe("de");
    expect(negotiateLanguage("en-US,en;q=0.9,de-AT;q=0.1", "de")).toBe("de-AT");
    expect(negotiateLanguage(null, "de")).toBe("de");
  });

  it("is the browser's if the cookie holds anything else", () => {
    for (const cookie of ["", "fr", "DE", "de-DE", "toString", "../de"])
      expect(negotiateLanguage("de-DE", cookie)).toBe("de-DE");
  });
});

describe("what the demo says", () => {
  const german = leaves({ ...TEXTS.de, errors: errorsDe });
  const english = leaves({ ...TEXTS.en, errors: errorsEn });

  it("has the same texts in both languages, and none is empty", () => {
    expect([...german.keys()]).toEqual([...english.keys()]);
    for (const text of [...german.values(), ...english.values()]) expect(text.trim()).not.toBe("");
  });

  it("is translated, except for words that both languages share", () => {
    const same = [...english].filter(([path, text]) => german.get(path) === text).map(([path]) => path);
    expect(same).toEqual([
      "shell.theme.system",
      "playground.send.link",
      "playground.connection.position",
      "playground.connection.states.live",
      "playground.connection.states.offline",
    ]);
  });

  it("has no words of the other language", () => {
    for (const [path, text] of german) expect(text, path).not.toMatch(/\b(the|your|you|of|and|is)\b/);
    for (const [path, text] of english) expect(text, path).not.toMatch(/\b(der|die|das|und|Sie|ist|nicht)\b/);
  });

  it("counts as each language does", () => {
    expect(TEXTS.en.orders.underWay.hint(1)).toBe("1 order");
    expect(TEXTS.en.orders.underWay.hint(8)).toBe("8 orders, newest first");
    expect(TEXTS.de.orders.underWay.hint(1)).toBe("1 Auftrag");
    expect(TEXTS.de.orders.underWay.hint(1_200)).toBe("1.200 Aufträge, neueste zuerst");
  });

  it("knows the people of the demo, and shows others as guests", () => {
    for (const language of LANGUAGES) {
      const { people } = TEXTS[language];
      expect(peopleIn(people)[0]).toMatchObject({ name: "Ada Lovelace", initials: "AL", role: people.roles.Ada });
      expect(findPerson("nobody", people)).toEqual({ id: "nobody", ...people.guest, initials: "G" });
    }
  });
});

describe("numbers and days", () => {
  const now = Date.UTC(2026, 10, 24, 12);
  const [american, british, german, swiss] = ["en-US", "en-GB", "de", "de-CH"].map((tag) => formatFor(tag, now));

  it("are written as in the region", () => {
    expect(american?.day(-10, "20:05").replace(/\s/g, " ")).toBe("Sat, Nov 14, 8:05 PM");
    expect(british?.day(-10, "20:05")).toBe("Sat 14 Nov, 20:05");
    expect(german?.day(-10, "20:05")).toBe("Sa., 14. Nov., 20:05");
    expect([-1, 0, 1].map((day) => british?.day(day))).toEqual(["Yesterday", "Today", "Tomorrow"]);
    expect([-1, 0, 1].map((day) => german?.day(day))).toEqual(["Gestern", "Heute", "Morgen"]);
    expect(american?.weight(8_200)).toBe("8,200 kg");
    expect(german?.weight(8_200)).toBe("8.200 kg");
    expect(swiss?.weight(8_200)).toMatch(/^8[’']200 kg$/);
    expect(german?.percentage(0.47).replace(/\s/g, " ")).toBe("47 %");
  });

  it("depend neither on the place of the server nor on the hour", () => {
    for (const hour of [0, 23])
      expect(formatFor("de", Date.UTC(2026, 10, 24, hour, 59)).day(-10)).toBe("Sa., 14. Nov.");
  });
});

describe("the orders", () => {
  it("have their events newest first, at valid times of day", () => {
    for (const { events } of ORDERS) {
      const moments = events.map(({ inDays, time = "00:00" }) => inDays * 24 * 60 + minutes(time));
      expect(moments).toEqual(moments.toSorted((a, b) => b - a));
      for (const { inDays, time } of events) expect(formatFor("en", 0).day(inDays, time)).not.toContain("Invalid");
    }
  });
});

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}

/** Every text by its path. Texts with parameters get some. */
function leaves(node: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([name, value]: [string, unknown]): [string, string][] => {
      const here = path === "" ? name : `${path}.${name}`;
      if (typeof value === "string") return [[here, value]];
      if (typeof value === "function") return [[here, (value as (...some: unknown[]) => string)(2, 3, 4)]];
      return [...leaves(value as object, here)];
    }),
  );
}
