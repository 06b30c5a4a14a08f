import { afterEach, describe, expect, it, vi } from "vitest";

import { pageAddress } from "@/components/notifications/item/link-address";
import { languageTag } from "@/components/notifications/language/language";
import { checkPresentation, type Presentation } from "@/components/notifications/presentation/presentation";
import { withOverrides } from "@/components/notifications/presentation/with-overrides";
import { titleWithoutCount } from "@/components/notifications/signals/title-count";

const TEXTS = {
  close: "Close",
  unread: (count: string) => `${count} unread`,
  tabs: { unread: "Unread", all: "All" },
};

describe("a language of an app", () => {
  it.each([
    ["de_DE", "de-DE"],
    ["de_DE.UTF-8", "de-DE"],
    ["ca_ES@valencia", "ca-ES"],
    ["EN-us", "en-US"],
    ["ar-EG-u-nu-latn", "ar-EG-u-nu-latn"],
    ["xx-invalid-!", "en"],
    ["", "en"],
    [undefined, "en"],
    [null, "en"],
    [7, "en"],
    ["__proto__", "en"],
    ["constructor", "en"],
    ["C", "en"],
  ])("%s is taken as %s, which Intl takes", (name, tag) => {
    expect(languageTag(name)).toBe(tag);
    expect(() => new Intl.RelativeTimeFormat(languageTag(name))).not.toThrow();
  });
});

describe("texts of an app", () => {
  afterEach(() => vi.restoreAllMocks());

  it("take the place of the built-in ones one by one, at any depth", () => {
    const texts = withOverrides(TEXTS, { tabs: { all: "Everything" }, unread: (count: string) => `${count} new` });
    expect(texts).toMatchObject({ close: "Close", tabs: { unread: "Unread", all: "Everything" } });
    expect(texts.unread("2")).toBe("2 new");
  });

  it.each([
    null,
    undefined,
    "no texts",
    { close: undefined, unread: "no function", tabs: null },
    { close: 7, tabs: "no texts", unread: undefined },
    { close: () => "Close", tabs: { unread: null, all: {} } },
    JSON.parse('{"__proto__": {"close": "Inherited"}}'),
    Object.create({ close: "Inherited" }),
  ])("that are none leave the built-in ones: %j", (overrides) => {
    expect(withOverrides(TEXTS, overrides)).toMatchObject({ close: "Close", tabs: TEXTS.tabs });
    expect(withOverrides(TEXTS, overrides).unread("2")).toBe("2 unread");
  });

  it.each([
    () => {
      throw new Error("broken");
    },
    () => ({ count: 2 }),
    () => undefined,
  ])("whose function says nothing are reported once, and the built-in one speaks", (unread) => {
    const report = vi.spyOn(console, "error").mockReturnValue();
    const texts = withOverrides(TEXTS, { unread });
    expect([texts.unread("2"), withOverrides(TEXTS, { unread }).unread("3")]).toEqual(["2 unread", "3 unread"]);
    expect(report).toHaveBeenCalledTimes(1);
  });
});

describe("what an app gives", () => {
  it.each(["constructor", "__proto__", "valueOf", "toString", "hasOwnProperty"])("has nothing for type %s", (type) => {
    const { renderers, typeNames } = checkPresentation({ renderItem: {}, texts: { types: {} } });
    expect([renderers.get(type), typeNames.get(type)]).toEqual([undefined, undefined]);
  });

  it("is taken where it is of the right kind", () => {
    const given = {
      language: null,
      texts: null,
      renderItem: { a: null, b: "no function", c: String },
      pages: "/orders",
    };
    const checked = checkPresentation(given as unknown as Presentation);
    expect(checked).toMatchObject({ language: "en", texts: {}, pages: [] });
    expect([...checked.renderers.keys()]).toEqual(["c"]);
  });
});

describe("a link", () => {
  const pages = ["/", "/app/orders"];

  it.each([
    ["/app/orders/7", "https://site.test/app/orders/7"],
    ["/app/orders", "https://site.test/app/orders"],
    ["/app/orders?open=1#top", "https://site.test/app/orders?open=1#top"],
    ["/", "https://site.test/"],
    ["/app/orders.csv", null],
    ["/app/orders/../once", null],
    ["/app/orders/%2e%2e/once", null],
    ["/app/ordersX", null],
    ["/orders/7", null],
    ["//app/orders/7", null],
    ["/\\evil.test/app/orders", null],
    ["http://[", null],
  ])("to %s leads to the page %s", (link, address) => {
    expect(pageAddress(link, "https://site.test", pages)).toBe(address);
  });
});

it("the count is taken off a title that a translator has changed", () => {
  expect(titleWithoutCount("(3) Bestellungen", 3, "en")).toBe("Bestellungen");
  expect(titleWithoutCount("(2) Bestellungen", 3, "en")).toBe("(2) Bestellungen");
  expect(titleWithoutCount("(3)", 3, "en")).toBe("");
});
