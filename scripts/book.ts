import { existsSync } from 'node:fs';
import { createBook } from '../src/book/book.js';
import { readBook } from '../src/book/load.js';
import { unattended } from '../src/book/unattended.js';
import { readySources } from '../src/sources.js';

/** `npm run book -- check FILE`: says what is wrong with a book, with line and column. */
function main(): number {
  const [verb, file] = process.argv.slice(2);
  if (verb !== 'check' || !file)
    throw new Error(
      'npm run book -- check tocsin.yml\nThe running bot reads its book at start: TOCSIN_BOOK, else ./tocsin.yml.',
    );
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const data = readBook(file);
  const book = createBook(data);
  // Secrets are looked at when the bot starts; here only what stands in the file counts.
  const { faults } = readySources(book, () => 'set');
  for (const { source, why } of faults) process.stdout.write(`${file}: source "${source}": ${why}\n`);
  if (faults.length > 0) return 1;
  const count = (list: readonly unknown[], one: string, many: string) =>
    `${list.length} ${list.length === 1 ? one : many}`;
  const parts = [
    count(data.clients, 'client', 'clients'),
    count(data.sites, 'site', 'sites'),
    count(data.devices, 'device', 'devices'),
    count(data.assets, 'asset', 'assets'),
    count(data.people, 'person', 'people'),
    count(data.rotations, 'rotation', 'rotations'),
    count(data.sources, 'source', 'sources'),
  ];
  for (const line of unattended(book, new Date())) process.stdout.write(`${file}: ${line}\n`);
  process.stdout.write(`${file} is right: ${parts.join(', ')}.\n`);
  return 0;
}

try {
  process.exit(main());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
