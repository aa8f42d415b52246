import { randomBytes } from 'node:crypto';
import { openCollections, openStore } from '../src/app/store.js';
import { readConfig } from '../src/config.js';
import { createLog } from '../src/log.js';
import { hashPassword } from '../src/surfaces/console/password.js';

const USAGE = 'npm run account -- list | password NAME | remove NAME';

/** Console accounts from the machine that runs Tocsin: for the administrator who forgot, and the one who left. */
async function main(): Promise<void> {
  const [verb, login = ''] = process.argv.slice(2);
  if (verb !== 'list' && !(login && (verb === 'password' || verb === 'remove'))) throw new Error(USAGE);
  const store = await openStore(readConfig(process.env), createLog('silent'));
  try {
    const { accounts } = await openCollections(store);
    if (verb === 'list') {
      for (const each of await accounts.list())
        print(`${each.login.padEnd(24)}${each.name.padEnd(28)}${each.roles.join(', ')}`);
      return;
    }
    const password = randomBytes(12).toString('base64url');
    const found =
      verb === 'password'
        ? await accounts.setPassword(login, await hashPassword(password))
        : await accounts.remove(login);
    if (!found) throw new Error(`Nobody signs in as "${login}". npm run account -- list`);
    print(verb === 'password' ? `The new password of ${login} is ${password}` : `${login} is removed and signed out.`);
  } finally {
    await store.close();
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
