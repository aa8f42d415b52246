import { z } from 'zod';
import type { DispatchRules } from '../dispatch/index.js';
import { duration } from './values.js';

const kmh = z.number().min(1).max(200);

/** How arrivals are estimated, where this organisation knows better than `docs/dispatch.md`. */
export const dispatch = z
  .strictObject({
    detour: z.number().min(1).max(5),
    walkKmh: kmh,
    driveKmh: kmh,
    vehicleAfter: duration,
    carAfter: duration,
    staleAfter: duration,
    forgetAfter: duration,
    inaccurate: z.number().min(1).max(100_000),
    withoutKeys: duration,
    perIncident: duration,
    takenAway: duration,
  })
  .partial()
  .default({})
  .transform(
    (told): Partial<Record<keyof DispatchRules, number | undefined>> => ({
      detour: told.detour,
      walkKmh: told.walkKmh,
      driveKmh: told.driveKmh,
      vehicleAfterMs: told.vehicleAfter,
      carAfterMs: told.carAfter,
      staleAfterMs: told.staleAfter,
      forgetAfterMs: told.forgetAfter,
      inaccurateM: told.inaccurate,
      withoutKeysMs: told.withoutKeys,
      perIncidentMs: told.perIncident,
      takenAwayMs: told.takenAway,
    }),
  );

/** `owntracks:ana/phone`: a source of the book, and what the tracker is called there. */
export const tracker = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}:\S[^\n]{0,99}$/, 'a tracker is written source:name, like owntracks:ana/phone');
