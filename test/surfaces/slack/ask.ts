import type { SlackStandIn } from '../../standins/slack/index.js';

type Reply = Record<string, unknown> & {
  ok: boolean;
  error?: string;
  ts: string;
  response_metadata?: { messages?: string[] };
};

/** Asks the stand-in's Web API without any client in between. */
export async function ask(slack: SlackStandIn, method: string, args: object, authorization = `Bearer ${slack.token}`) {
  const response = await fetch(slack.url + method, {
    method: 'POST',
    body: JSON.stringify(args),
    headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
  });
  const body = (await response.json()) as Reply;
  return { status: response.status, after: response.headers.get('retry-after'), body };
}

export const plain = (text: string) => ({ type: 'plain_text', text });
export const button = (over: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...over });
