import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse as yaml } from 'yaml';
import { mapped } from '../../src/intake/mapped.js';
import { ADAPTER_NAMES } from '../../src/intake/registry.js';
import { draft, told } from './given.js';

const page = readFileSync(new URL('../../docs/sources.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
const optionsIn = (text: string) => blocks.filter((block) => block.includes(text)).map((block) => yaml(block));

describe('docs/sources.md', () => {
  it.each(ADAPTER_NAMES)('has a chapter for %s', (name) => {
    expect(page).toContain(`\n## ${name}\n`);
    expect(page).toContain(`](#${name})`);
  });

  it('its mapper is one that the book takes, and does what it says', () => {
    const [[source]] = optionsIn('access-hq') as [[{ options: object }]];
    const value = {
      events: [{ id: 5, time: '2026-03-02T22:00:00', type: 'DURESS', door: 'D1', text: 'Duress code', score: 80 }],
    };
    expect(draft(told(mapped, value, source.options))).toMatchObject({
      key: '5/2026-03-02T22:00:00',
      kind: 'duress',
      covert: true,
      confidence: 0.8,
      occurredAt: new Date('2026-03-02T21:00:00Z'),
    });
  });

  it('its Home Assistant mapper waits for the alarm', () => {
    const [{ options }] = optionsIn('Alarm panel triggered') as [{ options: object }];
    const value = {
      entity_id: 'alarm_control_panel.alarmo',
      state: 'triggered',
      area: 'Warehouse',
      fired_at: '2026-01-05T02:11:00+00:00',
    };
    expect(draft(told(mapped, value, options))).toMatchObject({ kind: 'intrusion', place: { zone: 'Warehouse' } });
    expect(told(mapped, { ...value, state: 'pending' }, options)).toMatchObject([{ is: 'ignored' }]);
  });
});
