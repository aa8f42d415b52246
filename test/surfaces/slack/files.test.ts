import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import webApi from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { slackFiles } from '../../../src/surfaces/slack/files.js';
import { startSlackStandIn } from '../../standins/slack/index.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function withSlack(
  run: (slack: Awaited<ReturnType<typeof startSlackStandIn>>, client: webApi.WebClient) => Promise<void>,
) {
  const slack = await startSlackStandIn();
  const client = new webApi.WebClient(slack.token, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: webApi.LogLevel.ERROR,
  });
  try {
    await run(slack, client);
  } finally {
    await slack.stop();
  }
}

describe('a file in Slack', () => {
  it('is fetched with the token, byte for byte', () =>
    withSlack(async (slack, client) => {
      const bytes = Buffer.from([0, 1, 2, 255, 254]);
      const { id } = slack.upload('U0ANA', 'x.bin', bytes);
      const fetchFile = slackFiles({ client, token: slack.token, apiUrl: slack.url });
      expect(await fetchFile(String(id), 1_000)).toEqual({ kind: 'got', bytes });
      expect(await fetchFile(String(id), 4)).toMatchObject({ kind: 'gone', error: '5 bytes, at most 4' });
      expect(await fetchFile('F0NONE', 1_000)).toMatchObject({ kind: 'gone' });
      slack.fail('files.info', { kind: 'rate-limited', retryAfterS: 7, times: 1 });
      expect(await fetchFile(String(id), 1_000)).toMatchObject({ kind: 'retry', afterMs: 7_000 });
      // Slack shows a page to sign in to whoever may not read files, and calls it a success.
      const stranger = slackFiles({ client, token: 'xoxb-other', apiUrl: slack.url });
      expect(await stranger(String(id), 1_000)).toMatchObject({
        kind: 'retry',
        error: expect.stringContaining('files:read'),
      });
    }));

  const saying = (url: string, size = 3) => ({
    files: { info: async () => ({ ok: true, file: { url_private_download: url, size } }) },
  });

  it('is asked of Slack alone: the token goes to nobody else', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serving((request, response) => {
      seen.push(request.headers.authorization);
      response.end('abc');
    });
    const real = (url: string) => slackFiles({ client: saying(url) as never, token: 'xoxb-secret', apiUrl: undefined });
    for (const url of [
      elsewhere,
      'https://slack.com.evil.example/x',
      'http://files.slack.com/x',
      'file:///etc/passwd',
      '',
    ])
      expect(await real(url)('F1', 1_000), url).toMatchObject({ kind: 'gone' });
    const redirecting = await serving((_request, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    });
    const standIn = slackFiles({
      client: saying(redirecting) as never,
      token: 'xoxb-secret',
      apiUrl: `${redirecting}/api/`,
    });
    expect(await standIn('F1', 1_000)).toMatchObject({ kind: 'retry', error: 'Slack answered 302 to the download' });
    expect(seen).toEqual([]);
  });

  it('that is longer than it said, or breaks off, is not taken', async () => {
    const flood = await serving((_request, response) => {
      response.end(Buffer.alloc(2_000_000));
    });
    const cut = await serving((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('abc');
      response.destroy();
    });
    const from = (url: string, size: number) =>
      slackFiles({ client: saying(url, size) as never, token: 't', apiUrl: `${url}/api/` });
    expect(await from(flood, 3)('F1', 1_000_000)).toMatchObject({ kind: 'gone', error: 'more than 1000000 bytes' });
    expect(await from(cut, 100)('F1', 1_000)).toMatchObject({ kind: 'retry' });
  });
});
