export interface Day {
  onTime: number;
  late: number;
}

/** Deliveries of a week, from Monday on. */
export const WEEK: readonly Day[] = [
  { onTime: 18, late: 2 },
  { onTime: 24, late: 1 },
  { onTime: 21, late: 4 },
  { onTime: 29, late: 2 },
  { onTime: 26, late: 1 },
  { onTime: 9, late: 0 },
  { onTime: 6, late: 1 },
];
