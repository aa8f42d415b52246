/** How the process dies at a call: before it had any effect, after all of it, or after half of a list was written. */
export type Way = 'before' | 'after' | 'half-way';

export class Crash extends Error {}

/** The life of one process: it counts what is asked of the world, and can be made to end at one of these calls. */
export interface Life {
  /** Every port that belongs to this process, wrapped. */
  port<T extends object>(name: string, port: T): T;
  /** Names of the calls made, in order. */
  readonly calls: string[];
}

export interface Fate {
  /** Dies at this call, counted from 1. */
  readonly at?: number;
  readonly way?: Way;
  /** Happens just before that call: what somebody else does in the meantime. */
  readonly meanwhile?: { readonly before: number; act(): Promise<unknown> };
}

export function lifeOf({ at, way = 'before', meanwhile }: Fate = {}): Life {
  const calls: string[] = [];
  let dead = false;

  async function called(name: string, call: (...given: unknown[]) => unknown, given: unknown[]): Promise<unknown> {
    if (dead) throw new Crash(`${name}: the process is dead`);
    const position = calls.push(name);
    if (meanwhile?.before === position) await meanwhile.act();
    if (at !== position) return await call(...given);
    dead = true;
    const [list] = given;
    if (way === 'after') await call(...given);
    if (way === 'half-way' && Array.isArray(list))
      await call(
        list.filter((_each, index) => index % 2 === 1),
        ...given.slice(1),
      );
    throw new Crash(`crash at call ${position}, ${way} ${name}`);
  }

  return {
    calls,
    port<T extends object>(name: string, port: T): T {
      const wrapped = Object.entries(port).map(([key, value]) => [
        key,
        typeof value === 'function'
          ? (...given: unknown[]) => called(`${name}.${key}`, value as (...given: unknown[]) => unknown, given)
          : value,
      ]);
      return Object.fromEntries(wrapped) as T;
    },
  };
}

/** Runs until the process crashes; whatever else goes wrong is a failure of the test. */
export async function untilCrash(run: () => Promise<unknown>): Promise<'crashed' | 'finished'> {
  try {
    await run();
    return 'finished';
  } catch (error) {
    if (error instanceof Crash) return 'crashed';
    throw error;
  }
}
