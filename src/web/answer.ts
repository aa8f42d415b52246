import type { Response } from 'express';
import type { PlainAnswer } from '../http.js';

/** Sends what a handler made. */
export function answer(response: Response, { status, headers, body }: PlainAnswer): void {
  response
    .status(status)
    .set({ ...headers })
    .send(JSON.stringify(body));
}
