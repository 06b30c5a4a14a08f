/** The page of the demo that tests open unless they say otherwise. */
export const HOME = { path: "/orders", name: "Orders" };

/** A page that HOME's navigation leads to. */
export const OTHER = { path: "/playground", name: "Playground" };

/** Every page of somebody who is signed in. */
export const PAGES = ["/orders", "/orders/7", "/playground"];

/** The title of a page, with the count of unread ones in front. */
export function titleOf(page: { name: string }, unread: number | string = 0): string {
  return `${unread === 0 ? "" : `(${unread}) `}${page.name} · Halyard`;
}
