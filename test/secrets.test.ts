import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { madeSecrets } from '../src/secrets.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'tocsin-secrets-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

const CODE = `
import { madeSecrets } from ${JSON.stringify(new URL('../dist/src/secrets.js', import.meta.url).href)};
const made = madeSecrets(process.argv[1]);
console.log(JSON.stringify(process.argv.slice(2).map((name) => made.make(name))));
`;
const starting = (dir: string, ...names: string[]): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', CODE, dir, ...names]);
    let out = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(errors))));
  });

it('instances that start at the same moment in one folder have the same secrets', async () => {
  for (let round = 0; round < 3; round++) {
    const dir = folder();
    const all = await Promise.all(
      [
        ['A', 'B'],
        ['B', 'A'],
        ['A', 'C'],
        ['C', 'B'],
      ].map(async (names) => {
        const made = await starting(dir, ...names);
        return Object.fromEntries(names.map((name, index) => [name, made[index]]));
      }),
    );
    const kept = JSON.parse(readFileSync(join(dir, 'secrets.json'), 'utf8'));
    for (const each of all) expect(kept).toMatchObject(each);
    expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
  }
}, 30_000);

it('one that died in the middle holds up nobody for long', () => {
  const dir = folder();
  const lock = join(dir, 'secrets.json.lock');
  mkdirSync(lock);
  const old = new Date(Date.now() - 60_000);
  utimesSync(lock, old, old);
  expect(madeSecrets(dir).make('A')).toMatch(/^[0-9a-f]{64}$/);
});
