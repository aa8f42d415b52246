import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { FetchFile, FetchOutcome } from '../../ports-evidence.js';
import { outcomeOf } from './outcome.js';

const info = z.object({
  file: z.object({ url_private_download: z.string().optional(), url_private: z.string().optional(), size: z.number() }),
});

const DEADLINE_MS = 60_000;
/** Slack says of these that they will never be had. */
export const GONE = /file_not_found|file_deleted|file_delinquent|not_visible|external/;

export interface SlackFilesParts {
  readonly client: Pick<WebClient, 'files'>;
  readonly token: string;
  /** Of a stand-in; Slack's own when absent. */
  readonly apiUrl: string | undefined;
}

/** What is Slack's goes to Slack and to nobody else. */
export const isSlacks = (address: URL, apiUrl: string | undefined): boolean =>
  apiUrl === undefined
    ? address.protocol === 'https:' && /(^|\.)slack\.com$/.test(address.hostname)
    : address.host === new URL(apiUrl).host;

/** Fetches files that people gave in forms. */
export function slackFiles({ client, token, apiUrl }: SlackFilesParts): FetchFile {
  return async (ref, limit) => {
    let found: z.output<typeof info>['file'];
    try {
      found = info.parse(await client.files.info({ file: ref })).file;
    } catch (error) {
      const outcome = outcomeOf(error);
      const told = 'error' in outcome ? outcome.error : outcome.kind;
      if (GONE.test(told)) return { kind: 'gone', error: told };
      return outcome.kind === 'retry' && outcome.afterMs !== undefined
        ? { kind: 'retry', error: told, afterMs: outcome.afterMs }
        : { kind: 'retry', error: told };
    }
    const url = found.url_private_download ?? found.url_private ?? '';
    if (!URL.canParse(url) || !isSlacks(new URL(url), apiUrl))
      return { kind: 'gone', error: 'Slack does not have the file itself' };
    if (found.size > limit) return { kind: 'gone', error: `${found.size} bytes, at most ${limit}` };
    return await download(url, found.size, limit);
  };

  async function download(url: string, size: number, limit: number): Promise<FetchOutcome> {
    try {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual', signal });
      if (response.status === 404 || response.status === 410)
        return { kind: 'gone', error: `Slack answered ${response.status} to the download` };
      if (response.status !== 200 || response.body === null)
        return { kind: 'retry', error: `Slack answered ${response.status} to the download` };
      const chunks: Uint8Array[] = [];
      let length = 0;
      const reader = response.body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        length += read.value.byteLength;
        if (length > limit) {
          void reader.cancel().catch(() => undefined);
          return { kind: 'gone', error: `more than ${limit} bytes` };
        }
        chunks.push(read.value);
      }
      // Without the right scope Slack answers with a page to sign in, and calls that a success.
      if (length !== size)
        return {
          kind: 'retry',
          error: `Slack gave ${length} bytes of ${size}: does the app have the scope files:read?`,
        };
      return { kind: 'got', bytes: Buffer.concat(chunks) };
    } catch (error) {
      return { kind: 'retry', error: error instanceof Error ? error.message : String(error) };
    }
  }
}
