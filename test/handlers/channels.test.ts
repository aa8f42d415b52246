import { describe, expect, it } from 'vitest';
import { createChannels, type KnownChannel } from '../../handlers/channels.js';
import type { OwnAlarm } from '../../src/ports-alarms.js';

const channels: Readonly<Record<string, KnownChannel>> = {
  C0OPS: { name: 'ops', sites: ['riverside-mall', 'hanse-hub'] },
  C0NEWS: { name: 'news', sites: [] },
};

function house() {
  const raised: OwnAlarm[] = [];
  const moved = createChannels({
    known: ({ to }) => channels[to],
    raise: (alarm) => {
      raised.push(alarm);
      return Promise.resolve();
    },
  });
  const at = (to: string) => ({ surface: 'slack', to }) as const;
  return { raised, moved, at };
}

describe('a channel', () => {
  it('that shows incidents and is taken from us is an alarm, with how many sites it was for', async () => {
    const { raised, moved, at } = house();
    await moved({ kind: 'channel', at: at('C0OPS'), now: 'archived', event: 'Ev1' });
    expect(raised).toEqual([
      expect.objectContaining({
        key: 'channel:slack:C0OPS:Ev1',
        kind: 'supervision',
        siteId: 'riverside-mall',
        subject: 'Slack channel ops was archived',
        details: expect.stringContaining('2 sites'),
      }),
    ]);
  });

  it('that showed no incidents, or that nobody knows, is none', async () => {
    const { raised, moved, at } = house();
    for (const to of ['C0NEWS', 'C0ELSE']) await moved({ kind: 'channel', at: at(to), now: 'deleted', event: 'Ev1' });
    expect(raised).toEqual([]);
  });

  it('that we are brought into hears how the book names it, or that it is there already', async () => {
    const { moved, at } = house();
    const joined = async (to: string) => await moved({ kind: 'channel', at: at(to), now: 'joined', event: 'Ev1' });
    expect(await joined('C0ELSE')).toEqual({ kind: 'done', text: expect.stringContaining('to: "C0ELSE"') });
    expect(await joined('C0OPS')).toEqual({
      kind: 'done',
      text: expect.stringContaining('ops, and shows incidents of 2 sites'),
    });
  });
});
