import webApi from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { createBook } from '../../../src/book/book.js';
import { parseBook } from '../../../src/book/parse.js';
import { ourselvesOf } from '../../../src/surfaces/slack/ourselves.js';
import { slackPeople } from '../../../src/surfaces/slack/people.js';
import { directoryOf } from '../../book/directory.js';
import { type SlackOptions, type SlackStandIn, startSlackStandIn } from '../../standins/slack/index.js';

const book = createBook(
  parseBook(
    `
organisation: { name: Northgate, timezone: Europe/Berlin, currency: EUR }
sites: [ { id: mall, name: Mall } ]
people: [ { id: sam, name: Sam Okafor, roles: [supervisor], email: sam@northgate.example } ]
channels: [ { id: ops, surface: slack, to: C0OPS, for: {} } ]
`,
    'tocsin.yml',
  ),
);
const users = [
  { id: 'U0SAM', name: 'sam', realName: 'Sam', email: 'Sam@Northgate.example' },
  { id: 'U0GUEST', name: 'guest', realName: 'Guest', email: 'sam@northgate.example', guest: 'restricted' },
  { id: 'U0OTHER', name: 'other', realName: 'Other', email: 'sam@northgate.example', guest: 'elsewhere' },
] as const;

let slack: SlackStandIn;
afterEach(() => slack?.stop());

async function people(options: SlackOptions = {}) {
  slack = await startSlackStandIn({ users, ...options });
  const told: unknown[] = [];
  const client = new webApi.WebClient(slack.token, {
    slackApiUrl: slack.url,
    timeout: 2_500,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logLevel: webApi.LogLevel.ERROR,
  });
  const failed = (_what: string, error: unknown) => {
    told.push(error);
  };
  return { whoIs: slackPeople(client, ourselvesOf(client), await directoryOf(book, { failed })), told };
}
const somebody = (id: string) => ({ id, name: 'Somebody' });

describe('somebody in Slack whom the book does not name', () => {
  it('is found by the mail address of a full member, and asked for once', async () => {
    const { whoIs } = await people();
    expect(await whoIs(somebody('U0SAM'), '')).toMatchObject({ id: 'sam', roles: ['supervisor'], via: 'slack' });
    const asked = slack.calls().length;
    expect(await whoIs(somebody('U0SAM'), 'C0OPS')).toMatchObject({ id: 'sam' });
    expect(slack.calls()).toHaveLength(asked);
  });

  it.each(['U0GUEST', 'U0OTHER'])('is never found that way as a guest of the workspace (%s)', async (id) => {
    const { whoIs } = await people();
    expect(await whoIs(somebody(id), '')).toBeUndefined();
    expect(await whoIs(somebody(id), 'C0OPS')).toMatchObject({ id: `slack:${id}`, roles: ['responder'] });
  });

  it('stays a guest without the scopes that it takes, and while Slack does not answer', async () => {
    const without = await people({ scopes: ['chat:write', 'users:read'] });
    expect(await without.whoIs(somebody('U0SAM'), 'C0OPS')).toMatchObject({ id: 'slack:U0SAM' });
    await slack.stop();
    const hanging = await people();
    slack.fail('users.info', { kind: 'hang' });
    const began = Date.now();
    expect(await hanging.whoIs(somebody('U0SAM'), 'C0OPS')).toMatchObject({ id: 'slack:U0SAM' });
    expect(Date.now() - began).toBeLessThan(1_500);
  });
});
