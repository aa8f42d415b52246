import { localDayTime, localSecond, localTime, spokenDuration } from '../src/time.js';
import type { Times } from './words/words.js';

/** Times on the wall clock of one site. */
export const timesIn = (zone: string, locale?: string): Times => ({
  time: (at) => localTime(at, zone),
  second: (at) => localSecond(at, zone),
  dayTime: (at) => localDayTime(at, zone, locale),
  span: (from, to) => spokenDuration(Math.abs(to.getTime() - from.getTime())),
});
