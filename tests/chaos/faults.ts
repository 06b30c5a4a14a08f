import type { Load } from "./load";
import type { Random } from "./random";
import type { Stage } from "./stage";

/** Something that goes wrong for a while. */
export interface Fault {
  name: string;
  /** What it takes away: only one fault has it at a time. */
  part: string;
  begin(random: Random): unknown;
  /** Missing when it is over at once. */
  end?(): unknown;
}

/** Every fault this project knows, for a stage all of whose wires lead through proxies. */
export function faultsOf({ backing: { postgres, redis }, instances, wires }: Stage, load: Load): Fault[] {
  return [
    { name: "Redis is killed", part: "redis", begin: () => redis.kill(), end: () => redis.start() },
    { name: "Redis is frozen", part: "redis", begin: () => redis.freeze(), end: () => redis.thaw() },
    { name: "Redis is flushed, its subscribers are cut off", part: "redis", begin: () => redis.forget() },
    { name: "Postgres is down", part: "postgres", begin: () => postgres.crash(), end: () => postgres.start() },
    ...instances.flatMap((instance, index): Fault[] => {
      const number = index + 1;
      const part = `instance ${number}`;
      return [
        { name: `${part} is killed`, part, begin: () => instance.kill(), end: () => instance.start() },
        { name: `${part} is asked to stop`, part, begin: () => instance.stop(), end: () => instance.start() },
      ];
    }),
    ...Object.entries(wires).flatMap(([wire, proxies]) =>
      proxies.flatMap((proxy, index): Fault[] => {
        const part = `${wire} wire of instance ${index + 1}`;
        const end = () => proxy.heal();
        return [
          { name: `${part} is cut`, part, begin: (random) => proxy.cut("reset", () => random.chance(0.5)) },
          {
            name: `${part} is cut in mid-frame`,
            part,
            begin: (random) => proxy.cut("in-frame", () => random.chance(0.5)),
          },
          { name: `${part} is frozen`, part, begin: () => proxy.freeze("up", "down"), end },
          {
            name: `${part} is frozen one way`,
            part,
            begin: (random) => proxy.freeze(random.pick(["up", "down"])),
            end,
          },
          { name: `${part} is half-open`, part, begin: (random) => proxy.halfOpen(() => random.chance(0.5)), end },
          { name: `${part} refuses`, part, begin: () => proxy.refuse(), end },
        ];
      }),
    ),
    {
      name: "some devices stall",
      part: "devices",
      begin: (random) => {
        for (const device of random.sample(load.devices, load.devices.length / 5)) device.pause();
      },
      end: () => {
        for (const device of load.devices) device.resume();
      },
    },
  ];
}
