import type webApi from '@slack/web-api';

export interface Ourselves {
  readonly team: string | undefined;
  readonly user: string | undefined;
}

/** Who we are in Slack and in which workspace: asked once, and again after a failure. */
export function ourselvesOf(client: webApi.WebClient): () => Promise<Ourselves> {
  let known: Promise<Ourselves> | undefined;
  return async () => {
    known ??= client.auth.test().then(({ team_id: team, user_id: user }) => ({ team, user }));
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
}
