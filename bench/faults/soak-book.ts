import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ONCE } from '../book.js';

const SITES = 10;
const ZONES = 20;

/** The sites of the soak: each with a channel of its own, as a company of this size has. */
const soakSites = Array.from({ length: SITES }, (_, index) => `soak-${index + 1}`);
const zonesOf = Array.from({ length: ZONES }, (_, index) => `zone-${index + 1}`);

export const soakPlaces: readonly (readonly [site: string, zone: string])[] = zonesOf.flatMap((zone) =>
  soakSites.map((site) => [site, zone] as const),
);

const channelOfSite = (site: string): string => `C0${site.replace('-', '').toUpperCase()}`;

export const soakChannels: readonly string[] = [...soakSites.map(channelOfSite), 'C0EXAMPLE'];

/** The example organisation with the vendors' sources that it has, and ten more sites of twenty zones. */
export function writeSoakBook(folder: string): string {
  const example = readFileSync(createRequire(import.meta.url).resolve('#example-book'), 'utf8');
  const book = parse(example) as Record<string, unknown[]> & { sites: { id: string }[] };
  const own = book.sites.map(({ id }) => id);
  const made = {
    ...book,
    ...ONCE,
    sites: [
      ...book.sites,
      ...soakSites.map((id) => ({
        id,
        name: id.replace('soak-', 'Depot '),
        zones: zonesOf.map((zone) => ({ id: zone, name: zone.replace('zone-', 'Bay ') })),
      })),
    ],
    channels: [
      ...soakSites.map((site) => ({ id: site, surface: 'slack', to: channelOfSite(site), for: { sites: [site] } })),
      { id: 'example', surface: 'slack', to: 'C0EXAMPLE', for: { sites: own } },
    ],
  };
  const file = join(folder, 'book.yml');
  writeFileSync(file, JSON.stringify(made));
  return file;
}
