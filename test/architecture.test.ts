import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOMS, rowOf } from './rooms.js';

const HOUSE = fileURLToPath(new URL('..', import.meta.url));
const TOP = ['src', 'handlers', 'jobs', 'models', 'cards', 'embedded', 'scripts', 'bench'];

const entries = (folder: string) => readdirSync(join(HOUSE, folder), { recursive: true, withFileTypes: true });
const under = (folder: string, wanted: 'files' | 'folders'): string[] =>
  entries(folder)
    .filter((entry) => (wanted === 'files' ? entry.isFile() : entry.isDirectory()))
    .map((entry) => relative(HOUSE, join(entry.parentPath, entry.name)).split(sep).join('/'));

interface Source {
  readonly file: string;
  readonly text: string;
}
const sources: readonly Source[] = TOP.flatMap((folder) => under(folder, 'files'))
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(HOUSE, file), 'utf8') }));

/** The room in which a file lies: a folder, or under `src` a file of its own. */
function roomOf(file: string): string {
  const [top, second, third] = file.replace(/\.(js|tsx?)$/, '').split('/');
  if (top !== 'src' || second === undefined) return top ?? '';
  if (third === undefined) return `src/${second}.ts`;
  return second === 'surfaces' ? `src/surfaces/${third}` : `src/${second}`;
}

interface Import {
  readonly file: string;
  readonly from: string;
  /** A room, a package or a `node:` module. */
  readonly to: string;
  readonly typesOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.'))
    return roomOf(
      normalize(join(dirname(file), specifier))
        .split(sep)
        .join('/'),
    );
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

const importsOf = ({ file, text }: Source): Import[] =>
  [...text.matchAll(IMPORT)]
    .map(([, type, specifier, dynamic]) => ({
      file,
      from: roomOf(file),
      to: targetOf(file, specifier ?? dynamic ?? ''),
      typesOnly: type !== undefined,
    }))
    .filter(({ from, to }) => from !== to);

const imports: readonly Import[] = sources.flatMap(importsOf);

const allowed = ({ from, to, typesOnly }: Import): boolean => {
  const room = ROOMS[from]?.imports ?? [];
  return room.includes('*') || room.includes(to) || (typesOnly && room.includes(`type ${to}`));
};

describe('the house', () => {
  it('has the rooms of the map, and no other', () => {
    expect([...new Set(sources.map(({ file }) => roomOf(file)))].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  it('imports only what the map allows', () => {
    expect(
      imports
        .filter((each) => !allowed(each))
        .map(({ file, to, typesOnly }) => `${file} may not import ${typesOnly ? 'types of ' : ''}${to}`),
    ).toEqual([]);
  });

  it('is not allowed what it does not need', () => {
    const needed = new Set(
      imports.flatMap(({ from, to, typesOnly }) => (typesOnly ? [`${from} type ${to}`] : [`${from} ${to}`])),
    );
    const unneeded = Object.entries(ROOMS).flatMap(([room, { imports: list }]) =>
      list
        .filter((each) => each !== '*' && !needed.has(`${room} ${each}`))
        .map((each) => `${room} no longer imports ${each}`),
    );
    expect(unneeded).toEqual([]);
  });

  it('is drawn in docs/architecture.md as it is', () => {
    const text = readFileSync(join(HOUSE, 'docs/architecture.md'), 'utf8');
    const drawn = text.split('\n').filter((line) => /^\| `/.test(line));
    expect(drawn).toEqual(Object.entries(ROOMS).map(([name, room]) => rowOf(name, room)));
  });

  it('reads every import: the sieve finds each way of writing one', () => {
    const text =
      "import 'a';\nimport b from 'b/x';\nimport type { C } from '@c/c/x';\nexport {\n  d,\n} from './d.js';\nconst e = await import('node:e');\nimport {\n  type F,\n  f,\n} from '../desk.js';\n";
    expect(importsOf({ file: 'src/book/x.ts', text }).map(({ to, typesOnly }) => [to, typesOnly])).toEqual([
      ['a', false],
      ['b', false],
      ['@c/c', true],
      ['node:e', false],
      ['src/desk.ts', false],
    ]);
  });

  it('is three folders deep at most, where there is code', () => {
    expect(sources.map(({ file }) => file).filter((file) => file.split('/').length > 4)).toEqual([]);
  });

  it('has no room for odds and ends', () => {
    const folders = [...TOP, 'test'].flatMap((folder) => under(folder, 'folders'));
    expect(folders.filter((folder) => /(^|\/)(utils?|helpers?|common|services?|shared|misc)$/.test(folder))).toEqual(
      [],
    );
  });

  it('has files that can be read in one sitting', () => {
    const long = sources
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 250);
    expect(
      long
        .filter(({ file, lines }) => lines > (LONGER[file] ?? 0))
        .map(({ file, lines }) => `${file} has ${lines} lines, at most 250`),
    ).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = sources.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ file }) => file);
    // The store is a program of its own, and so is each script; they hand the environment on to `readConfig`.
    expect(
      readers.filter((file) => !/^(src\/(config|main)\.ts|embedded\/cli\.ts|(scripts|bench)\/.+)$/.test(file)),
    ).toEqual([]);
  });

  it.each([
    'src/incident',
    'src/assess',
    'src/dispatch',
    'src/explain',
    'src/book',
    'src/intake',
    'cards',
    'handlers',
    'jobs',
    'models',
    'src/surfaces',
    'src/desk.ts',
    'src/openings.ts',
    'src/interpret.ts',
  ])('is told the time in %s, and does not look', (place) => {
    const here = sources.filter(({ file }) => file === place || file.startsWith(`${place}/`));
    expect(here.length).toBeGreaterThan(0);
    expect(
      here
        .filter(({ text }) => /\bDate\.now\(|\bnew Date\(\)|DateTime\.now\(|Math\.random\(/.test(text))
        .map(({ file }) => file),
    ).toEqual([]);
  });
});

/** Files that are longer today than a file should be, and how long at most until they are taken apart. */
const LONGER: Readonly<Record<string, number>> = {};
