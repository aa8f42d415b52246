import { z } from 'zod';
import { said } from '../cards/words/en-commands.js';
import { sha256 } from '../src/digest.js';
import type { Answer } from '../src/inbound.js';
import { KINDS, LIMITS, mayEver, type PersonActor } from '../src/incident/index.js';
import type { Clock, RaiseAlarm } from '../src/ports.js';
import { faultsOf } from './faults.js';

export interface ReportedPlace {
  readonly siteId: string;
  readonly zoneId?: string;
}

export interface ReportParts {
  readonly raise: RaiseAlarm;
  /** A place of the book, as the form gives it. */
  readonly placeOf: (value: string) => ReportedPlace | undefined;
  readonly clock: Clock;
}

const PLACE = /^[a-z0-9-]{1,64}(\/[a-z0-9-]{1,64})?$/;

const schema = z.object({
  kind: z.enum(KINDS, 'Please choose one.'),
  place: z.string('Please choose one.').regex(PLACE, 'Please choose one.'),
  text: z
    .string()
    .trim()
    .min(1, 'Please write a few words.')
    .max(LIMITS.whyLength * 2),
});

/** As much as an alarm of our own has for its subject. */
const SUBJECT = 200;

/** `site` or `site/zone`, as the form gives it. */
export function placeIn(value: string): ReportedPlace | undefined {
  const [siteId = '', zoneId] = value.split('/');
  return PLACE.test(value) ? { siteId, ...(zoneId ? { zoneId } : {}) } : undefined;
}

/** The same words by the same person within a minute are one report: an impatient thumb presses twice. */
const ONCE_MS = 60_000;

/** What a person reports takes the way of every alarm: durable first, then understood. */
export function createReport({ raise, placeOf, clock }: ReportParts) {
  return async (values: Readonly<Record<string, string>>, who: PersonActor): Promise<Answer> => {
    if (!mayEver(who, 'note')) return { kind: 'refused', text: said.notForYou };
    const read = schema.safeParse(values);
    if (!read.success) return { kind: 'faults', faults: faultsOf(read.error) };
    const { kind, place, text } = read.data;
    const letters = [...text];
    const where = placeOf(place);
    if (!where) return { kind: 'faults', faults: { place: 'Please choose one.' } };
    const minute = Math.floor(clock.now().getTime() / ONCE_MS);
    await raise({
      key: `report:${sha256(JSON.stringify([who.id, kind, place, text, minute])).slice(0, 32)}`,
      kind,
      ...where,
      subject: letters.slice(0, SUBJECT).join(''),
      // What does not fit stands below: nothing of it is lost.
      details:
        letters.length > SUBJECT
          ? `…${letters.slice(SUBJECT).join('')} (reported by ${who.name})`
          : `Reported by ${who.name}.`,
    });
    return { kind: 'done', text: said.reported };
  };
}
