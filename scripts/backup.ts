import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Summary } from '../embedded/backup/format.js';
import { partialOf } from '../embedded/backup/write.js';
import { backUp } from '../src/app/backup.js';
import { readConfig } from '../src/config.js';

const USAGE = `npm run backup -- FILE [--force] [--with-secrets]

  FILE            where the backup goes; keep it on another disk
  --force         replace FILE when it is there
  --with-secrets  also what the bot made for itself: secrets.json and store.secret of DATA_DIR
`;

const number = (value: number): string => value.toLocaleString('en');

/** What is beside the store, and what is not. */
function besides(files: readonly string[], withSecrets: boolean, file: string): string {
  if (files.length > 0)
    return `With secrets: ${files.join(', ')}. Whoever has ${file} can sign alarms and sessions. Not in it: the folder evidence; copy it beside.`;
  if (withSecrets) return 'DATA_DIR has no secrets of its own, so there are none in it.';
  return 'Not in it: secrets.json (add --with-secrets to have it in), the folder evidence (copy it beside; its files never change), your book, your environment.';
}

function told({ at, documents, collections, bytes, sha256 }: Summary, file: string, tookMs: number): string {
  return `${file}: ${number(documents)} documents in ${collections} collections as of ${at.toISOString()}, ${number(bytes)} bytes, took ${(tookMs / 1000).toFixed(1)} s, sha256 ${sha256}\n`;
}

/** `npm run backup -- FILE`: a copy of the embedded store at one instant, while the bot runs or not. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      force: { type: 'boolean', default: false },
      'with-secrets': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0) throw new Error(USAGE);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      rmSync(partialOf(file), { force: true });
      process.exit(1);
    });
  }
  const started = performance.now();
  const summary = await backUp(readConfig(process.env), file, {
    force: values.force,
    withSecrets: values['with-secrets'],
  });
  process.stdout.write(`${besides(summary.files, values['with-secrets'], file)}\n`);
  process.stdout.write(told(summary, file, performance.now() - started));
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
