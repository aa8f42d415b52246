import { createHmac } from 'node:crypto';
import type { Sent } from './types.js';

/** Signs a body the way Slack does: HMAC-SHA256 over `v0:<unix seconds>:<body>`. */
export function signed(body: string, contentType: string, secret: string, atMs: number): Sent {
  const stamp = String(Math.floor(atMs / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  const headers = { 'content-type': contentType, 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature };
  return { body, headers };
}

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';
