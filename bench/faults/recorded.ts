import { deviceAt, recordedFile, SAMPLES, signedHeaders } from '../../scripts/samples.js';
import { parse } from '../../src/intake/parse.js';
import { adapterOf } from '../../src/intake/registry.js';
import { understand } from '../../src/intake/understand.js';
import { exampleBook, SECRET } from '../../test/house.js';
import { keyOf } from './judge.js';
import { sortOf, sortOfStatus } from './tally.js';

/** What became of a recorded alarm: the signals that its body holds, as `source/key`, and how it was answered. */
export interface Recorded {
  readonly keys: readonly string[];
  readonly status: number;
  readonly sort: string;
}

/**
 * Makes a recorded alarm of a vendor fresh, signs it and sends it once. Which signals it must become is read out of the
 * body here, so that each can be looked for; a body that holds none is no alarm, and an error of this program.
 */
export async function sendRecorded(url: string, name: string, at: string | undefined): Promise<Recorded> {
  const sample = SAMPLES[name];
  const { data } = exampleBook().book;
  const source = data.sources.find(({ adapter }) => adapter === sample?.adapter);
  const adapter = sample && adapterOf(sample.adapter);
  if (!sample || !source || !adapter) throw new Error(`no recorded alarm "${name}", or no source for it`);
  const [site, zone] = at?.split('/') ?? [];
  const device = site ? deviceAt(data, source, site, zone) : undefined;
  const place = { ...(site ? { site } : {}), ...(zone ? { zone } : {}), ...(device ? { device } : {}) };
  const now = new Date();
  const { body, contentType } = sample.make(recordedFile(sample.file), place, now);
  const headers = { 'content-type': contentType, ...signedHeaders(sample.adapter, SECRET, body, now) };
  const read = await parse({ contentType, contentTypeHeader: contentType, body: Buffer.from(body) }, adapter.accepts);
  if (!read.ok) throw new Error(`the recorded alarm "${name}" cannot be read: ${read.message}`);
  const meanings = understand(adapter, read.parsed, { receivedAt: now, options: adapter.options(source.options) });
  const keys = meanings.flatMap((meaning) => (meaning.is === 'signal' ? [keyOf(source.id, meaning.draft.key)] : []));
  if (keys.length === 0) throw new Error(`the recorded alarm "${name}" holds no signal`);
  try {
    const signal = AbortSignal.timeout(15_000);
    const response = await fetch(`${url}/alarms/${source.id}`, { method: 'POST', headers, body, signal });
    await response.arrayBuffer();
    return { keys, status: response.status, sort: sortOfStatus(response.status) };
  } catch (error) {
    return { keys, status: 0, sort: sortOf(error) };
  }
}
