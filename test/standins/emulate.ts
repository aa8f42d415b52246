import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webApi from '@slack/web-api';
import type { SeedConfig } from 'emulate';
import { parse } from 'yaml';

const ROOT = new URL('../../', import.meta.url);
const TOKEN = 'xoxb-emulated-tocsin';
/** emulate 0.11.2 listens on every interface; this keeps it on loopback. */
const LOOPBACK = `
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'object' && first !== null) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
  return listen.call(this, { port: Number(first), host: '127.0.0.1' }, rest.find((each) => typeof each === 'function'));
};
`;

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

/** A counterpart that nobody here wrote: emulate's Slack, in a process of its own. */
export interface EmulatedSlack {
  readonly apiUrl: string;
  /** With the scopes of our manifest, strictly enforced. */
  readonly token: string;
  /** Id of the one channel, `ops`. */
  readonly channel: string;
  readonly client: webApi.WebClient;
  stop(): Promise<void>;
}

export async function startEmulate(): Promise<EmulatedSlack> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-emulate-'));
  const { oauth_config } = parse(readFileSync(new URL('manifest.yml', ROOT), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  const seed: SeedConfig = {
    slack: {
      team: { name: 'Riverside', domain: 'riverside' },
      users: [{ name: 'ana', real_name: 'Ana Beck', email: 'ana@riverside.example' }],
      channels: [{ name: 'ops' }],
      tokens: [
        { token: TOKEN, user: 'ana', scopes: oauth_config.scopes.bot },
        { token: 'xoxb-lists', user: 'ana', scopes: ['channels:read', 'users:read'] },
      ],
      strict_scopes: true,
    },
  };
  writeFileSync(join(folder, 'loopback.cjs'), LOOPBACK);
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(seed));
  const port = await freePort();
  const bin = fileURLToPath(new URL('node_modules/emulate/dist/index.js', ROOT));
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(folder, 'loopback.cjs'),
      bin,
      '--service',
      'slack',
      '--port',
      String(port),
      '--seed',
      join(folder, 'seed.json'),
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const apiUrl = `http://127.0.0.1:${port}/api/`;
  const options = {
    slackApiUrl: apiUrl,
    timeout: 5_000,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logLevel: webApi.LogLevel.ERROR,
  };
  const client = new webApi.WebClient(TOKEN, { ...options });
  const lists = new webApi.WebClient('xoxb-lists', { ...options });
  for (let attempt = 0; attempt < 100; attempt++) {
    const listed = await lists.conversations.list().catch(() => undefined);
    const found = listed?.channels?.find(({ name }) => name === 'ops')?.id;
    if (found) return { apiUrl, token: TOKEN, channel: found, client, stop };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error('emulate did not come up within 20 s');
}
