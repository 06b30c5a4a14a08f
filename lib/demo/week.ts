export interface Day {
  name: string;
  onTime: number;
  late: number;
}

/** Deliveries of the last seven days. */
export const WEEK: readonly Day[] = [
  { name: "Mon", onTime: 18, late: 2 },
  { name: "Tue", onTime: 24, late: 1 },
  { name: "Wed", onTime: 21, late: 4 },
  { name: "Thu", onTime: 29, late: 2 },
  { name: "Fri", onTime: 26, late: 1 },
  { name: "Sat", onTime: 9, late: 0 },
  { name: "Sun", onTime: 6, late: 1 },
];
