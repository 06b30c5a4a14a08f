import { describe, expect, it } from "vitest";

import { DEFAULT_SETTINGS, parseSettings } from "@/components/notifications/settings/settings";
import { titleWithCount } from "@/components/notifications/signals/title-count";
import { signals as de } from "@/components/notifications/texts/de/signals";
import { signals as en } from "@/components/notifications/texts/en/signals";
import { arrivalSentence } from "@/components/notifications/toasts/arrival-announcement";

import { arrivalOf, notificationOf } from "./notifications";

const saying = (message: string) => [{ ...arrivalOf(1), notification: { ...notificationOf(1), message } }];

describe("an announcement", () => {
  it("is what one says, or how many there are, and how many are unread", () => {
    expect(arrivalSentence(en, [arrivalOf(1)], 3)).toBe("Message 1. 3 unread notifications");
    expect(arrivalSentence(en, [arrivalOf(1), arrivalOf(2)], 1_234)).toBe(
      "2 new notifications. 1,234 unread notifications",
    );
    expect(arrivalSentence(de, [arrivalOf(1), arrivalOf(2)], 1_234)).toBe(
      "2 neue Mitteilungen. 1.234 ungelesene Mitteilungen",
    );
    expect(arrivalSentence(de, [{ position: 9, count: 1, notification: null }], 1)).toBe(
      "1 neue Mitteilung. 1 ungelesene Mitteilung",
    );
  });

  it("ends a sentence once, and cuts a long one at a word", () => {
    expect(arrivalSentence(en, saying("Ready?"), 1)).toBe("Ready? 1 unread notification");
    expect(arrivalSentence(en, saying("船が着きました。"), 1)).toBe("船が着きました。 1 unread notification");
    const long = arrivalSentence(en, saying("word ".repeat(400)), 1);
    expect(long).toMatch(/word…\.? 1 unread notification$/);
    expect(long.length).toBeLessThan(250);
    expect(arrivalSentence(en, saying(`x${"🚢".repeat(400)}`), 1)).toMatch(/^x🚢+…\. 1 unread notification$/u);
  });
});

describe("the title", () => {
  it("has the count in front, capped", () => {
    expect(titleWithCount("Orders · Halyard", 3, "en")).toBe("(3) Orders · Halyard");
    expect(titleWithCount("Orders · Halyard", 100, "en")).toBe("(99+) Orders · Halyard");
    expect(titleWithCount("", 3, "en")).toBe("(3)");
  });
});

describe("settings", () => {
  it.each([null, "", "{", "null", "7", '"on"', "[]", '{"toasts":"no","sound":1}'])(
    "are the defaults for %j",
    (text) => {
      expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it("are what was stored, as far as it is known", () => {
    expect(parseSettings('{"toasts":false,"sound":true,"lights":true}')).toEqual({
      ...DEFAULT_SETTINGS,
      toasts: false,
      sound: true,
    });
  });
});
