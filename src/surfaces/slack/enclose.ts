import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Destination, Outcome } from '../../incident/index.js';
import type { Enclosing, Enclosure } from '../../ports-enclosing.js';
import type { SlackFilesParts } from './files.js';
import { GONE, isSlacks } from './files.js';
import { outcomeOf } from './outcome.js';
import { escapeMrkdwn } from './render.js';

const place = z.object({ upload_url: z.url(), file_id: z.string().min(1) });
const told = z.object({
  file: z.object({ shares: z.record(z.string(), z.record(z.string(), z.unknown())).optional() }),
});

/** Delivery waits no longer for a call. */
const DEADLINE_MS = 9_000;
const TITLE = 250;
const SHOWN = 1_000;

export interface EncloseParts extends Omit<SlackFilesParts, 'client' | 'token'> {
  readonly client: Pick<WebClient, 'files'>;
  readonly channelOf: (to: Destination) => Promise<string>;
}

/** Slack limits each method by itself: what waits for files holds up no message. */
const ofFiles = (outcome: Outcome): Outcome => (outcome.kind === 'retry' ? { ...outcome, at: 'files' } : outcome);

const shownBy = (files: readonly Enclosure[]): string[] =>
  files.flatMap(({ alt = '' }) => (alt === '' ? [] : [alt.slice(0, SHOWN)]));

/** Puts files into channels: brought first, which nobody sees, and shown all at once. */
export function slackEnclosing({ client, apiUrl, channelOf }: EncloseParts): Enclosing {
  async function bring({ name, type, bytes }: Enclosure): Promise<string> {
    // With words for whoever does not see it Slack keeps some files to itself and says that all is well
    // (python-slack-sdk #1818): what pictures show stands in the message.
    const answer = await client.files.getUploadURLExternal({ filename: name, length: bytes.length });
    const { upload_url: address, file_id: id } = place.parse(answer);
    if (!isSlacks(new URL(address), apiUrl)) throw new Error('Slack named a place for a file that is not its own');
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
    const response = await fetch(address, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await response.body?.cancel();
    if (response.status !== 200) throw new Error(`Slack answered ${response.status} to the file ${name}`);
    return id;
  }

  return {
    async bring(file) {
      try {
        return { kind: 'delivered', ref: await bring(file) };
      } catch (error) {
        return ofFiles(outcomeOf(error));
      }
    },

    async show({ to }, refs, files, text) {
      try {
        const [first = '', ...others] = refs.map((id, index) => ({
          id,
          title: (files[index]?.title ?? id).slice(0, TITLE),
        }));
        await client.files.completeUploadExternal({
          files: [first as { id: string; title: string }, ...(others as { id: string; title: string }[])],
          channel_id: await channelOf(to),
          initial_comment: escapeMrkdwn([text, ...shownBy(files)].join('\n')),
        });
        return { kind: 'delivered', ref: refs[0] ?? '' };
      } catch (error) {
        return ofFiles(outcomeOf(error));
      }
    },

    async shown({ to }, refs) {
      try {
        const { shares = {} } = told.parse(await client.files.info({ file: refs[0] ?? '' })).file;
        const channel = await channelOf(to);
        const there = Object.values(shares).some((channels) => Object.hasOwn(channels, channel));
        return there ? { kind: 'delivered', ref: refs[0] ?? '' } : { kind: 'skipped', reason: 'not shown there' };
      } catch (error) {
        const outcome = outcomeOf(error);
        // What was brought and never shown is soon forgotten.
        return 'error' in outcome && GONE.test(outcome.error)
          ? { kind: 'skipped', reason: outcome.error }
          : ofFiles(outcome);
      }
    },
  };
}
