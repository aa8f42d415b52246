import type webApi from '@slack/web-api';
import { z } from 'zod';
import type { PersonActor } from '../../incident/index.js';
import { pauseUntil } from '../../pause.js';
import type { Directory } from '../../ports.js';
import type { Ourselves } from './ourselves.js';

/** Somebody who did something in Slack, and where; empty where it is no channel. */
export type WhoOnSlack = (
  user: { readonly id: string; readonly name: string },
  channel: string,
) => Promise<PersonActor | undefined>;

/** Slack gives up on an answer after 3 s, and who somebody is is only the first question. */
const PATIENCE_MS = 1_000;

const info = z.object({
  user: z.object({
    team_id: z.string(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    profile: z.object({ email: z.string().optional() }),
  }),
});

/** Who somebody is; by their mail address when nothing else says it, and only for full members of our own workspace. */
export function slackPeople(
  client: webApi.WebClient,
  ourselves: () => Promise<Ourselves>,
  directory: Pick<Directory, 'who'>,
): WhoOnSlack {
  async function mailOf(id: string): Promise<string | undefined> {
    const [{ team }, answer] = await Promise.all([ourselves(), client.users.info({ user: id })]);
    const { user } = info.parse(answer);
    const guest = user.deleted || user.is_bot || user.is_restricted || user.is_ultra_restricted;
    return guest || user.team_id !== team ? undefined : user.profile.email;
  }

  return async ({ id, name }, channel) => {
    const looked = directory.who({ surface: 'slack', id, name, channel, mail: () => mailOf(id) });
    const quick = await Promise.race([looked.then((who) => ({ who })), pauseUntil(PATIENCE_MS)]);
    // Their mail may still come, for the next time; now they are whom book and channel make them.
    return quick ? quick.who : await directory.who({ surface: 'slack', id, name, channel, quick: true });
  };
}
