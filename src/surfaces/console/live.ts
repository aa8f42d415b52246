import type { Request, Response } from 'express';

/** More listeners than a control room has screens are refused. */
const MOST = 200;
/** Keeps proxies from closing a quiet stream. */
const BEAT_MS = 20_000;

/** Tells open consoles that something changed. They fetch what it is, so a lost message costs nothing. */
export function createLive() {
  const listeners = new Set<Response>();
  const beat = setInterval(() => {
    say(': beat\n\n');
  }, BEAT_MS);
  beat.unref();

  function say(text: string): void {
    for (const response of listeners) response.write(text);
  }

  return {
    listen(request: Request, response: Response): void {
      if (listeners.size >= MOST) {
        response.status(503).set('retry-after', '30').end();
        return;
      }
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 1000\n\n');
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
    },
    changed(number: number): void {
      say(`event: changed\ndata: ${number}\n\n`);
    },
    close(): void {
      clearInterval(beat);
      for (const response of listeners) response.end();
      listeners.clear();
    },
  };
}

export type Live = ReturnType<typeof createLive>;
