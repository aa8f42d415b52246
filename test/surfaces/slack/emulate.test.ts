import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webApi from '@slack/web-api';
import type { SeedConfig } from 'emulate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formFor } from '../../../cards/forms.js';
import { renderForm } from '../../../src/surfaces/slack/modal.js';
import { slackSurface } from '../../../src/surfaces/slack/surface.js';
import { cardOf } from './bot.js';
import { plainState } from './plain.js';

const ROOT = new URL('../../../', import.meta.url);
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

/** A counterpart that nobody here wrote: emulate's Slack, in a process of its own, with the scopes of our manifest. */
describe('the surface in front of emulate', () => {
  let child: ChildProcess | undefined;
  let folder = '';
  let client: webApi.WebClient;
  let channel = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-emulate-'));
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
    child = spawn(
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
    const options = {
      slackApiUrl: `http://127.0.0.1:${port}/api/`,
      timeout: 5_000,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      logLevel: webApi.LogLevel.ERROR,
    };
    client = new webApi.WebClient(TOKEN, { ...options });
    const lists = new webApi.WebClient('xoxb-lists', { ...options });
    for (let attempt = 0; attempt < 100; attempt++) {
      const listed = await lists.conversations.list().catch(() => undefined);
      const found = listed?.channels?.find(({ name }) => name === 'ops')?.id;
      if (found) {
        channel = found;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('emulate did not come up within 20 s');
  });

  afterAll(async () => {
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('posts, finds, changes and answers a card, and opens its form, with the scopes of the manifest', async () => {
    const surface = slackSurface(client);
    const to = { surface: 'slack', to: channel, name: 'ops', audience: 'team', mention: 'none' } as const;
    const before = new Date();
    const posted = await surface.post(to, cardOf(), 'token-1');
    expect(posted).toMatchObject({ kind: 'delivered' });
    const ref = posted.kind === 'delivered' ? posted.ref : '';
    expect(await surface.find(to, 'token-1', before)).toEqual({ kind: 'delivered', ref });
    expect(await surface.find(to, 'token-2', before)).toEqual({ kind: 'skipped', reason: 'not posted' });

    const by = { id: 'ana', name: 'Ana Beck' };
    expect(
      await surface.update(
        to,
        ref,
        cardOf({ ...plainState, status: 'claimed', claim: { by, at: before, via: 'slack' } }),
      ),
    ).toEqual(posted);
    expect(await surface.reply(to, ref, ['02:11 Ana Beck claimed it (Slack)'], 'mark')).toMatchObject({
      kind: 'delivered',
    });
    const { messages } = await client.conversations.replies({ channel, ts: ref });
    expect(messages?.map(({ text }) => text)).toEqual([
      expect.stringContaining('Ana Beck has this since'),
      '02:11 Ana Beck claimed it (Slack)',
    ]);
    expect(JSON.stringify(messages?.[0]?.blocks)).toContain('tocsin:release');

    const trigger: webApi.WebAPICallResult & { trigger_id?: unknown } = await client.apiCall('views.generateTriggerId');
    const opened = await client.views.open({
      trigger_id: String(trigger.trigger_id),
      view: renderForm(formFor('resolve', plainState, []), { incidentId: plainState.id, channel }),
    });
    expect(opened.view?.callback_id).toBe('tocsin:resolve');
    expect(await surface.update(to, '1.000001', cardOf())).toMatchObject({ kind: 'lost' });
    expect(await surface.post({ ...to, to: 'C0NONE' }, cardOf(), 't')).toEqual({
      kind: 'dead',
      error: 'Slack answered channel_not_found',
    });
  });
});
