/** A series by its name and labels, and its samples in promtool's notation, four a minute. */
export type Series = Readonly<Record<string, string>>;

/** For each alert, what makes it fire, alone, and what it must let pass. */
export const ALERT_CASES: Readonly<Record<string, { fires: Series; passes: Series }>> = {
  NotificationsInstanceDown: {
    fires: { 'up{job="notifications", instance="a"}': "0x120" },
    passes: { 'up{job="notifications", instance="a"}': "1x90 0x2 1x30", 'up{job="others"}': "0x120" },
  },
  NotificationsRequestsFail: {
    fires: requests({ 200: 9, 503: 1 }),
    passes: requests({ 200: 99, 503: 1, 429: 50 }),
  },
  NotificationsInternalError: {
    fires: refusals("internal", "0x110 1x10"),
    passes: { ...refusals("internal", "1x120"), ...refusals("invalid-request", "0+9x120") },
  },
  NotificationsDatabaseAway: {
    fires: { ...statements("done", 10), ...statements("failed", 5) },
    passes: { ...statements("done", 100), ...statements("failed", 5) },
  },
  NotificationsDatabaseSlow: {
    fires: histogram("notifications_database_seconds", 'outcome="done", ', 0.5),
    passes: histogram("notifications_database_seconds", 'outcome="done", ', 0.1),
  },
  NotificationsDatabasePoolFull: {
    fires: { 'notifications_database_waiting{instance="a"}': "3x120" },
    passes: { 'notifications_database_waiting{instance="a"}': "0x100 9 0x20" },
  },
  NotificationsRedisAway: {
    fires: { 'notifications_redis_up{instance="a"}': "0x120" },
    passes: { 'notifications_redis_up{instance="a"}': "1x118 0x2" },
  },
  NotificationsPublishFails: {
    fires: { ...redis(1), 'notifications_publish_failures_total{instance="a"}': "0+1x120" },
    passes: { ...redis(1), 'notifications_publish_failures_total{instance="a"}': "7x120" },
  },
  NotificationsGaps: {
    fires: { ...redis(1), 'notifications_sweep_gaps_total{instance="a"}': "0+15x120" },
    passes: { ...redis(1), 'notifications_sweep_gaps_total{instance="a"}': "0x60 40x60" },
  },
  NotificationsDeliverySlow: {
    fires: histogram("notifications_delivery_seconds", "", 5),
    passes: histogram("notifications_delivery_seconds", "", 1),
  },
  NotificationsInstanceFull: {
    fires: streams(900),
    passes: streams(700),
  },
  NotificationsInstanceBusy: {
    fires: { 'process_cpu_seconds_total{job="notifications"}': "0+14x120" },
    passes: { 'process_cpu_seconds_total{job="notifications"}': "0+8x120" },
  },
  NotificationsFilesShort: {
    fires: files(900),
    passes: files(100),
  },
  NotificationsStreamsRefused: {
    fires: refusals("too-many-streams", "0+5x120"),
    passes: refusals("too-many-streams", "0x119 3"),
  },
};

function requests(perSample: Readonly<Record<number, number>>): Series {
  const entries = Object.entries(perSample).map(([status, count]) => [
    `notifications_request_seconds_count{status="${status}"}`,
    `0+${count}x120`,
  ]);
  return Object.fromEntries(entries) as Series;
}

function refusals(problem: string, samples: string): Series {
  return { [`notifications_requests_refused_total{problem="${problem}"}`]: samples };
}

function statements(outcome: string, perSample: number): Series {
  return { [`notifications_database_seconds_count{outcome="${outcome}"}`]: `0+${perSample}x120` };
}

function redis(up: 0 | 1): Series {
  return { 'notifications_redis_up{instance="a"}': `${up}x120` };
}

/** Of which all observations are just below `seconds`, one of the bounds. */
function histogram(name: string, labels: string, seconds: number): Series {
  const bounds = ["0.05", "0.1", "0.2", "0.5", "1", "2", "5", "+Inf"];
  const entries = bounds.map((bound) => [
    `${name}_bucket{${labels}le="${bound}"}`,
    Number(bound.replace("+Inf", "1e9")) < seconds ? "0x120" : "0+9x120",
  ]);
  return Object.fromEntries(entries) as Series;
}

function streams(open: number): Series {
  return { notifications_streams_open: `${open}x120`, notifications_streams_limit: "1000x120" };
}

function files(open: number): Series {
  return {
    'process_open_fds{job="notifications"}': `${open}x120`,
    'process_max_fds{job="notifications"}': "1000x120",
  };
}
