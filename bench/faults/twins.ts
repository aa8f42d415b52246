import { recordedFile, signedHeaders } from '../../scripts/samples.js';
import { handClock, SECRET } from '../../test/house.js';
import type { BookPlan } from '../book.js';
import { pause } from './dice.js';
import { below } from './floors.js';
import { openInside } from './inside.js';
import { judge } from './judge.js';
import type { Finding, ScenarioOptions } from './scenario.js';

const BOOK: BookPlan = { sites: 1, zonesPerSite: 1, channels: 'per-site', camera: true };
const SOURCE = 'hikvision';
const HOUR_MS = 3_600_000;
/** The same bytes from a source without ids count as one message for a minute; this is later, by any clock that nobody sets. */
const LATER_MS = 62_000;
const SETTLED_S = 30;

/** How the clock is set between two alarms, in milliseconds, one setting after the other. */
export interface TwinStep {
  readonly what: string;
  readonly winds: readonly number[];
}

export const TWIN_STEPS: readonly TwinStep[] = [
  { what: 'the clock is set an hour back', winds: [-HOUR_MS] },
  { what: 'the clock is set an hour forth', winds: [HOUR_MS] },
  // The wall says of the second alarm what it said of the first.
  {
    what: 'the clock is an hour ahead, and is set back to when the first one came',
    winds: [HOUR_MS, -HOUR_MS - LATER_MS],
  },
];

/** A camera whose clock has no battery: every alarm of it is the same bytes. */
const alarmBody = (): string =>
  recordedFile('hikvision-linedetection.xml').replace(
    /<dateTime>[^<]*<\/dateTime>/,
    '<dateTime>1970-01-01T00:00:05+00:00</dateTime>',
  );

/**
 * A camera that gives its messages neither an id nor a time says the same twice, more than a minute apart, and the clock
 * of the bot is set in between: both are signals.
 */
export async function twinAlarms({ what, winds }: TwinStep, { log }: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  const clock = handClock();
  const house = await openInside(BOOK, clock, () => Date.now());
  const body = alarmBody();
  const statuses: number[] = [];
  const send = async () => {
    const headers = { 'content-type': 'application/xml', ...signedHeaders(SOURCE, SECRET, body, clock.now()) };
    const response = await fetch(`${house.app.url}/alarms/${SOURCE}`, { method: 'POST', headers, body });
    await response.arrayBuffer();
    statuses.push(response.status);
  };
  try {
    await send();
    await house.settled(SETTLED_S);
    const first = Date.now();
    for (const [index, wind] of winds.entries()) {
      clock.wind(wind);
      // Something else comes while the clock says so.
      await house.alarm({ key: `between-${index}`, kind: 'forced-door', site: 'site-01', zone: 'zone-01' });
    }
    await pause(first + LATER_MS - Date.now());
    await send();
    const settledS = await house.settled(SETTLED_S);
    const { ledger, slack, acknowledged } = house;
    const { lost, untold, stale, doubled, broken } = await judge({ ledger, slack, acknowledged });
    const kept = (await ledger.signals()).filter(({ source, incidentId }) => source === SOURCE && incidentId).length;
    const taken = statuses.filter((status) => status === 202).length;
    const gone = Math.max(0, taken - kept);
    log(`two equal alarms without an id, and ${what}: ${kept} of ${taken} are signals`);
    const missed = [
      ...(Number.isFinite(settledS) ? [] : [`not everything was shown within ${SETTLED_S} s`]),
      ...house.refusals(),
      ...below([{ what: 'equal alarms were acknowledged', was: taken, least: 2 }]),
    ];
    const missing = gone > 0 ? [`${gone} of ${taken} acknowledged alarms is no signal`] : [];
    const all = [...missing, ...missed, ...lost, ...untold, ...stale, ...doubled, ...broken];
    return {
      rounds: 1,
      acknowledged: acknowledged.size + taken,
      lost: lost.length + untold.length + gone,
      stale: stale.length,
      doubled: doubled.length + Math.max(0, kept - taken),
      broken: broken.length + missed.length,
      figures: [],
      faults: all.map((each) => `two equal alarms without an id, and ${what}: ${each}`),
      tookMs: Date.now() - begun,
    };
  } finally {
    await house.close();
  }
}
