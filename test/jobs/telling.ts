import type { Night, postman } from './channel.js';

type Man = ReturnType<typeof postman>;

/** Lets one who tells look every half second for so long. */
export const telling =
  (what: 'tellBulletins' | 'tellTasks') =>
  async (night: Night, man: Man, ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      await man[what]();
      night.clock.wind(500);
    }
  };
