import { plural } from "@/components/notifications/language/plural";

export const overview = {
  greeting: (firstName: string) => `Welcome back, ${firstName}`,
  underWay: plural("en", {
    one: (count) => `${count} order is under way.`,
    other: (count) => `${count} orders are under way.`,
  }),
  toDecide: plural("en", {
    one: (count) => `${count} of them could use a decision from somebody.`,
    other: (count) => `${count} of them could use a decision from somebody.`,
  }),
  tryNotifications: "Try the notifications",
  figures: {
    underWay: "Under way",
    moreThanLastWeek: (count: string) => `${count} more than last week`,
    arriving: "Arriving within a day",
    attention: "Need attention",
    delays: plural("en", { one: (count) => `${count} delay`, other: (count) => `${count} delays` }),
    atCustoms: plural("en", { other: (count) => `${count} at customs` }),
    onTime: "On time this week",
    upFrom: (percentage: string) => `Up from ${percentage}`,
  },
  attention: { title: "Needs attention", hint: "Delayed, or waiting for somebody at a border.", all: "All orders" },
  week: {
    title: "Deliveries this week",
    hint: (delivered: string, onTime: string) => `${delivered} so far, ${onTime} of them on time.`,
    onTime: "On time",
    late: "Late",
    day: (weekday: string, onTime: string, late: string) => `${weekday}: ${onTime} on time, ${late} late`,
  },
  movements: {
    title: "Latest movements",
    hint: "Newest first, in the local time of each place.",
    of: (customer: string, event: string) => `${customer}: ${event}`,
  },
};

export type OverviewTexts = typeof overview;
