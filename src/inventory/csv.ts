import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { minorDigits } from '../incident/index.js';
import type { Asset } from './asset.js';
import { textOf } from './csv-text.js';

/** A row that cannot be taken: where, what stands there, and what to do. */
export interface CsvFault {
  /** Of the file; the heading is line 1. */
  readonly line: number;
  /** Name of the column; nothing when it is about the whole line. */
  readonly column?: string;
  readonly value?: string;
  readonly why: string;
}

/** What the book knows, to hold rows against. */
export interface KnownPlaces {
  readonly zonesOf: (siteId: string) => ReadonlySet<string> | undefined;
  readonly isPerson: (id: string) => boolean;
  /** Ids of assets that the book itself has. */
  readonly isListed: (id: string) => boolean;
  /** ISO 4217, of a site: used where a row names none. */
  readonly currencyOf: (siteId: string) => string;
}

export interface CsvRead {
  readonly assets: readonly Asset[];
  /** The first ones; nothing is taken when there is one. */
  readonly faults: readonly CsvFault[];
  /** How many there are in all. */
  readonly faulty: number;
}

/** Bounds of a file. */
export const CSV_LIMITS = { rows: 250_000, field: 300, faults: 50 } as const;
const EVERY = 10_000;

const REQUIRED = ['id', 'site', 'unit_cost'] as const;
const COLUMNS = [
  ...REQUIRED,
  'zone',
  'name',
  'class',
  'tag',
  'currency',
  'quantity',
  'criticality',
  'vulnerability',
  'high_value',
  'custodian',
] as const;

const cell = z.string().default('');
/** May be left out, with its whole column. */
const cellOf = (shape: RegExp, message: string) => z.string().regex(shape, message).default('');
const optional = cell.transform((text) => (text === '' ? undefined : text));
const share = cellOf(/^(0(\.\d+)?|1(\.0+)?|)$/, 'write a share from 0 to 1, like 0.8').transform((text) =>
  text === '' ? 0.5 : Number(text),
);
const row = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'write small letters, digits and dashes, like case-7'),
  site: z.string().min(1, 'name the site'),
  zone: optional,
  name: cell,
  class: cell,
  // No alarm names a longer one.
  tag: z
    .string()
    .max(100, 'at most 100 characters')
    .default('')
    .transform((text) => (text === '' ? undefined : text)),
  unit_cost: z.string().regex(/^\d{1,12}(\.\d{1,3})?$/, 'write an amount with a point, like 42000.00'),
  currency: cellOf(/^([A-Z]{3}|)$/, 'write three letters, like EUR'),
  quantity: cellOf(/^(\d{1,7}|)$/, 'write a whole number').transform((text) => (text === '' ? 1 : Number(text))),
  criticality: share,
  vulnerability: share,
  high_value: cellOf(/^(yes|no|true|false|1|0|)$/i, 'write yes or no').transform((text) =>
    /^(yes|true|1)$/i.test(text),
  ),
  custodian: optional,
});

type Row = z.output<typeof row>;

/** On which line each stands. */
interface Seen {
  readonly ids: Map<string, number>;
  /** By site. */
  readonly tags: Map<string, number>;
}

/**
 * Reads an inventory: a heading and a row for each asset, comma or semicolon between. Everything is looked at before anything
 * is taken. Amounts are written with a point, without thousands.
 */
export async function readInventory(
  file: Readable,
  known: KnownPlaces,
  progress: (rows: number) => void = () => undefined,
): Promise<CsvRead> {
  const assets: Asset[] = [];
  const faults: CsvFault[] = [];
  const seen: Seen = { ids: new Map(), tags: new Map() };
  let faulty = 0;
  let rows = 0;
  let lastLine = 0;
  /** Said already why it is not read on. */
  let ended = false;
  const fault = (found: CsvFault): void => {
    faulty += 1;
    if (faults.length < CSV_LIMITS.faults) faults.push(found);
  };
  const end = (found: readonly CsvFault[]): never => {
    for (const each of found) fault(each);
    ended = true;
    throw new Error('it is not read on');
  };
  /** At once, and not when somebody asks for it: what was found stays found when the file breaks off. */
  const take = (record: Readonly<Record<string, string>>, info: { lines: number; error?: CsvError }): null => {
    rows += 1;
    if (rows % EVERY === 0) progress(rows);
    lastLine = info.lines;
    // Where it begins: a field in quotes may have lines of its own.
    const line = info.lines - Object.values(record).join('').split('\n').length + 1;
    if (rows > CSV_LIMITS.rows) end([{ line, why: `more than ${CSV_LIMITS.rows} rows: split the inventory by site` }]);
    if (info.error) fault({ line, why: 'it has more or fewer fields than the heading' });
    else {
      const asset = assetIn(record, line, known, seen, fault);
      if (asset) assets.push(asset);
    }
    return null;
  };
  try {
    const { text, delimiter } = await textOf(file);
    const parser = parse({
      bom: true,
      columns: (heading: string[]) => {
        lastLine = 1;
        return headed(heading, end);
      },
      delimiter,
      max_record_size: CSV_LIMITS.field * COLUMNS.length,
      on_record: take as never,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    await pipeline(text, parser.resume());
  } catch (error) {
    const why = `it cannot be read from here on: ${(error as Error).message.slice(0, 200)}`;
    if (!ended) fault({ line: Math.max(1, lastLine + 1), why });
  }
  if (rows === 0 && faulty === 0) fault({ line: 1, why: 'there is no row in it' });
  return { assets, faults, faulty };
}

function headed(heading: readonly string[], end: (found: readonly CsvFault[]) => never): string[] {
  const names = heading.map((name) => name.trim().toLowerCase());
  const missing = REQUIRED.filter((name) => !names.includes(name));
  const strange = names.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  const faults: CsvFault[] = [
    ...missing.map((column) => ({ line: 1, column, why: 'this column is missing' })),
    ...strange.map((column) => ({ line: 1, column, why: `no such column: there are ${COLUMNS.join(', ')}` })),
    ...(new Set(names).size < names.length ? [{ line: 1, why: 'a column is there twice' }] : []),
  ];
  return faults.length > 0 ? end(faults) : names;
}

function assetIn(
  record: Readonly<Record<string, string>>,
  line: number,
  known: KnownPlaces,
  seen: Seen,
  fault: (found: CsvFault) => void,
): Asset | undefined {
  const wrong = (column: string, why: string): undefined => {
    fault({ line, column, value: (record[column] ?? '').slice(0, 60), why });
  };
  const long = Object.entries(record).find(([, text]) => text.length > CSV_LIMITS.field);
  if (long) return wrong(long[0], `longer than ${CSV_LIMITS.field} characters`);
  const read = row.safeParse(record);
  if (!read.success) {
    for (const { path, message } of read.error.issues) wrong(String(path[0]), message);
    return undefined;
  }
  const { id, site, zone, tag, custodian, quantity } = read.data;
  const before = seen.ids.get(id);
  if (before !== undefined) return wrong('id', `it stands on line ${before} already`);
  seen.ids.set(id, line);
  const tagged = tag === undefined ? undefined : seen.tags.get(`${site} ${tag}`);
  if (tagged !== undefined) return wrong('tag', `line ${tagged} has it already, at the same site`);
  if (tag !== undefined) seen.tags.set(`${site} ${tag}`, line);
  if (known.isListed(id)) return wrong('id', 'the book has an asset of this id: take it out of one of the two');
  const zones = known.zonesOf(site);
  if (!zones) return wrong('site', 'the book has no such site');
  if (zone !== undefined && !zones.has(zone)) return wrong('zone', `the site ${site} has no such zone`);
  if (custodian !== undefined && !known.isPerson(custodian)) return wrong('custodian', 'the book has no such person');
  if (quantity < 1) return wrong('quantity', 'at least 1');
  return priced(read.data, known.currencyOf(site), wrong);
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const places = new Map<string, number>();
/** Asked for each row, and slow to find out. */
function placesOf(currency: string): number {
  const known = places.get(currency) ?? minorDigits(currency);
  places.set(currency, known);
  return known;
}

function priced(data: Row, fallback: string, wrong: (column: string, why: string) => undefined): Asset | undefined {
  const currency = data.currency === '' ? fallback : data.currency;
  if (!CURRENCIES.has(currency)) return wrong('currency', 'this is no currency (ISO 4217)');
  const digits = placesOf(currency);
  const [units = '0', cents = ''] = data.unit_cost.split('.');
  if (cents.length > digits) return wrong('unit_cost', `${currency} has ${digits} digits after the point`);
  const amount = Number(units) * 10 ** digits + Number(cents.padEnd(digits, '0') || 0);
  if (!Number.isSafeInteger(amount * data.quantity)) return wrong('unit_cost', 'this is more than can be counted');
  return {
    id: data.id,
    name: data.name === '' ? data.id : data.name,
    siteId: data.site,
    class: data.class === '' ? 'asset' : data.class,
    unitCost: { amount, currency },
    quantity: data.quantity,
    criticality: data.criticality,
    vulnerability: data.vulnerability,
    highValue: data.high_value,
    ...(data.zone === undefined ? {} : { zoneId: data.zone }),
    ...(data.tag === undefined ? {} : { tag: data.tag }),
    ...(data.custodian === undefined ? {} : { custodian: data.custodian }),
  };
}
