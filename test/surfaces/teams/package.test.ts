import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../cards/words/en-commands.js';
import { manifestFaults, packageFiles } from '../../../scripts/teams-app.js';

const ROOT = new URL('../../../', import.meta.url);
const raw = JSON.parse(readFileSync(new URL('teams/manifest.json', ROOT), 'utf8')) as Record<string, unknown>;
const values = { appId: '11111111-2222-3333-4444-555555555555', publicUrl: 'https://tocsin.example' };

describe('the app for Teams', () => {
  it('is what the vendor’s own schema takes, with its three files', () => {
    const files = packageFiles(values);
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    const manifest = JSON.parse(files['manifest.json']!.toString());
    expect(manifest.bots[0].botId).toBe(values.appId);
    expect(files['manifest.json']!.toString()).not.toContain('{{');
  });

  it('is refused with the place of what is wrong', () => {
    expect(() => packageFiles({ ...values, appId: 'not-a-guid' })).toThrow(/\/bots\/0\/botId/);
    expect(manifestFaults({ ...raw, manifestVersion: '1.22', surprise: true } as never).join('\n')).toContain('/');
  });

  it('lists commands that there are, as they are written', () => {
    const [bot] = raw.bots as { commandLists: { commands: { title: string; description: string }[] }[] }[];
    for (const { commands } of bot!.commandLists)
      for (const { title, description } of commands) {
        const { usage, about } = COMMANDS[title.split(' ')[0] as keyof typeof COMMANDS];
        expect(about).toBe(description);
        // A long usage is cut to the command itself.
        expect([usage, usage.split(' ')[0]]).toContain(title);
      }
  });
});
