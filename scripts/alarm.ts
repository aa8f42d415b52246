import { parseArgs } from 'node:util';
import { loadBook } from '../src/book/load.js';
import { readConfig } from '../src/config.js';
import { madeSecrets } from '../src/secrets.js';
import { deviceAt, recordedFile, SAMPLES, signedHeaders } from './samples.js';

/** `npm run alarm -- <sample> [--at site/zone] [--url http://…]`: signs and sends a recorded vendor alarm. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { at: { type: 'string' }, url: { type: 'string' }, source: { type: 'string' } },
  });
  const [name] = positionals;
  const sample = name ? SAMPLES[name] : undefined;
  if (!sample) {
    const list = Object.entries(SAMPLES).map(([each, { about }]) => `  ${each.padEnd(26)}${about}`);
    throw new Error(
      `${name ? `There is no sample "${name}". ` : ''}The samples are:\n${list.join('\n')}\n\nnpm run alarm -- frigate-person --at riverside-mall/jewellery`,
    );
  }
  const config = readConfig(process.env);
  const { book } = loadBook(config.bookFile);
  const source = book.data.sources.find((each) =>
    values.source ? each.id === values.source : each.adapter === sample.adapter,
  );
  if (!source) throw new Error(`The book has no source with the adapter "${sample.adapter}".`);
  const secret = config.secretOf(source.secret) ?? madeSecrets(config.dataDir).get(source.secret.replace('env:', ''));
  if (!secret)
    throw new Error(
      `The secret of the source "${source.id}" is not set: set ${source.secret.replace('env:', '')}, or start Tocsin once with the example book.`,
    );

  const [site, zone] = values.at?.split('/') ?? [];
  if (site && !book.site(site))
    throw new Error(`The book has no site "${site}". It has: ${book.data.sites.map((each) => each.id).join(', ')}`);
  if (site && zone && !book.site(site)?.zones.some((each) => each.id === zone)) {
    throw new Error(
      `The site "${site}" has no zone "${zone}". It has: ${book
        .site(site)
        ?.zones.map((each) => each.id)
        .join(', ')}`,
    );
  }
  const device = site ? deviceAt(book.data, source, site, zone) : undefined;
  const namesPlaces = sample.adapter === 'generic' || sample.adapter === 'alertmanager';
  if (site && !device && !namesPlaces) {
    throw new Error(
      `The source "${source.id}" has no device at ${values.at}. Map one under its "cameras" or "devices" in the book, or send a generic-… sample.`,
    );
  }

  const now = new Date();
  const place = { ...(site ? { site } : {}), ...(zone ? { zone } : {}), ...(device && !namesPlaces ? { device } : {}) };
  const { body, contentType } = sample.make(recordedFile(sample.file), place, now);
  const base = values.url ?? config.publicUrl ?? `http://${config.host}:${config.port}`;
  const response = await fetch(`${base}/alarms/${source.id}`, {
    method: 'POST',
    headers: { 'content-type': contentType, ...signedHeaders(sample.adapter, secret, body, now) },
    body,
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new Error(`Nobody answers at ${base}: is Tocsin running? (${(error as Error).message})`);
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} from ${base}/alarms/${source.id}: ${text}`);
  process.stdout.write(`${sample.about}: ${text}\nSee it at ${base}/console\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
