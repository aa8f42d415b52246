import type { IncidentState, Kind } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import { clip } from './card.js';
import { clipUnits, gsm, gsmUnits, ONE_SEGMENT, TWO_SEGMENTS } from './gsm.js';
import { type PhoneFacts, phoneFacts, standingOf } from './phone-facts.js';
import { plainName } from './plain-name.js';
import type { PhoneWords } from './words/phone.js';

/**
 * Text messages: GSM-7, one segment where one is enough, never more than two. What, where and the codes always stand in
 * them; names that are too long lose their last words. A covert incident says that there is one, and nothing of it.
 */
export interface TextOptions {
  /** It may have gone out already: the text says so. */
  readonly repeat?: boolean;
}

/** `INC-42 CRITICAL Forced door, Loading dock 2, Riverside Mall 02:10. Reply 1 claim 2 escalate 3 details 4 refuse` */
export function pageText(state: IncidentState, words: PhoneWords, options: TextOptions = {}): string {
  const { text } = words;
  const again = options.repeat ? `${text.repeat} ` : '';
  if (state.covert) return gsm(`${again}${covert([state], words)}`);
  const facts = phoneFacts(state, words);
  return framed({ head: `${again}${headOf(facts)}, `, facts, tail: ` ${facts.time}. ${text.codes.page}` }, ONE_SEGMENT);
}

/**
 * Several new incidents of one site for one person: `3 alarms at Store 7: INC-42 CRITICAL Forced door, …`. As soon as one
 * of them is covert, none says what or where it is: a site beside its number would tell.
 */
export function bundleText(states: readonly IncidentState[], words: PhoneWords, options: TextOptions = {}): string {
  const { text } = words;
  const [first] = states;
  if (!first) return '';
  if (states.length === 1) return pageText(first, words, options);
  const again = options.repeat ? `${text.repeat} ` : '';
  if (states.some((state) => state.covert)) return gsm(`${again}${covert(states, words)}`);
  const site = clipUnits(gsm(phoneFacts(first, words).site), 60);
  const start = gsm(`${again}${text.bundle(states.length, site)} `);
  const end = gsm(`. ${text.codes.bundle}`);
  const lines = states.slice(0, 20).map((state) => {
    const facts = phoneFacts(state, words);
    return gsm(`${headOf(facts)}${facts.zone ? ` ${facts.zone}` : ''}`);
  });
  return `${start}${listed(lines, states.length, TWO_SEGMENTS - gsmUnits(start) - gsmUnits(end))}${end}`;
}

/** To the officer who is sent there, with the way if there is room for it. */
export function sentText(
  state: IncidentState,
  words: PhoneWords,
  options: TextOptions & { readonly at?: readonly [latitude: number, longitude: number] } = {},
): string {
  const { text } = words;
  const again = options.repeat ? `${text.repeat} ` : '';
  if (state.covert) return gsm(`${again}${covert([state], words, text.codes.sent)}`);
  const facts = phoneFacts(state, words);
  const address = clip(plainName(state.place.address ?? ''), 200);
  const head = `${again}${headOf(facts)}, `;
  const bare = framed({ head, facts, address, tail: ` ${facts.time}. ${text.sent} ${text.codes.sent}` }, TWO_SEGMENTS);
  if (!options.at) return bare;
  // The way comes last, where phones make a link of it; it goes before a name is cut for it.
  const linked = `${bare} ${text.way(`https://maps.google.com/?q=${options.at.map((each) => each.toFixed(5)).join(',')}`)}`;
  return gsmUnits(linked) <= TWO_SEGMENTS ? linked : bare;
}

/** Asks somebody who is silent whether all is well; it names the incident and nothing of it. */
export function welfareText(
  state: Pick<IncidentState, 'number'>,
  words: PhoneWords,
  options: TextOptions = {},
): string {
  return gsm(`${options.repeat ? `${words.text.repeat} ` : ''}${words.text.welfare(label(state.number))}`);
}

/** The answer to "details": where exactly, how much, who has it. */
export function detailsText(state: IncidentState, words: PhoneWords): string {
  const { text } = words;
  if (state.covert) return gsm(covert([state], words));
  const facts = phoneFacts(state, words);
  const standing = standingOf(state);
  const who =
    standing.kind === 'has'
      ? text.has(written(standing.name), standing.since)
      : standing.kind === 'over'
        ? text.over(written(standing.name), standing.at)
        : text.nobody;
  const codes = standing.kind === 'over' ? '' : ` ${text.codes.details}`;
  const count = text.signals(state.signals.count, state.signals.devices.length);
  const others = otherKinds(state).map((kind) => words.kinds[kind]);
  const also = others.length > 0 ? ` ${text.also(others.join(', '))}` : '';
  const address = clip(plainName(state.place.address ?? ''), 200);
  const made = (extra: string) =>
    framed(
      {
        head: `${headOf(facts, state.assessment.score)}, `,
        facts,
        address,
        tail: ` ${facts.time}, ${count}.${extra} ${who}${codes}`,
      },
      TWO_SEGMENTS,
    );
  // The place comes before what else was reported: it is not cut for that.
  const bare = made('');
  return gsmUnits(bare) + gsmUnits(gsm(also)) <= TWO_SEGMENTS ? made(also) : bare;
}

const headOf = ({ label, band, what }: PhoneFacts, score?: number): string =>
  `${label} ${band}${score === undefined ? '' : ` ${score}`} ${what}`;

/** Letters of another alphabet become several: the room is measured after that. */
const written = (name: string): string => clipUnits(gsm(name), 40);

const otherKinds = (state: IncidentState): Kind[] =>
  (Object.keys(state.signals.kinds) as Kind[]).filter((kind) => kind !== state.kind).slice(0, 3);

function covert(states: readonly IncidentState[], words: PhoneWords, codes = words.text.codes.covert): string {
  const labels = states.map((state) => phoneFacts(state, words).label);
  const shown = labels.length <= 8 ? labels : [...labels.slice(0, 8), `+${labels.length - 8}`];
  return `${words.text.look(shown.join(', '))} ${codes}`;
}

interface Frame {
  readonly head: string;
  readonly facts: PhoneFacts;
  readonly address?: string;
  readonly tail: string;
}

/** Head, place and tail in so many units; only the place gives way. */
function framed({ head, facts, address = '', tail }: Frame, units: number): string {
  const [before, after] = [gsm(head), gsm(tail)];
  return `${before}${placed(facts, address, units - gsmUnits(before) - gsmUnits(after))}${after}`;
}

/** Zone and site, and the address when there is room: neither of the first two takes all of the room from the other. */
function placed({ zone, site }: PhoneFacts, address: string, room: number): string {
  const [inside, name, street] = [gsm(zone ?? ''), gsm(site), gsm(address)];
  const both = inside === '' ? name : `${inside}, ${name}`;
  if (gsmUnits(both) > room) {
    if (inside === '') return clipUnits(name, room);
    const forSite = clipUnits(name, Math.max(Math.floor(room / 2), room - gsmUnits(inside) - 2));
    return `${clipUnits(inside, room - gsmUnits(forSite) - 2)}, ${forSite}`;
  }
  const whole = `${both}, ${street}`;
  return street !== '' && gsmUnits(whole) <= room ? whole : both;
}

/** As many as fit, and how many there are besides. */
function listed(lines: readonly string[], total: number, room: number): string {
  for (let count = lines.length; count > 0; count--) {
    const more = total - count;
    const text = `${lines.slice(0, count).join(', ')}${more > 0 ? ` +${more}` : ''}`;
    if (gsmUnits(text) <= room) return text;
  }
  return clipUnits(lines[0] ?? '', room);
}
