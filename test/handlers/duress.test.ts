import { describe, expect, it } from 'vitest';
import { createDuress } from '../../handlers/duress.js';

const raised: Parameters<Parameters<typeof createDuress>[0]['raise']>[0][] = [];
const hears = (word: string) => createDuress({ wordOf: () => word, raise: async (alarm) => void raised.push(alarm) });
const ana = { id: 'ana', name: 'Ana Beck' };

describe('a duress word', () => {
  it.each([
    ['marzipan', 'All fine, marzipan.', 'All fine.'],
    ['marzipan', 'ok, MARZIPAN! bye', 'ok bye'],
    ['pine apple', 'Pine-Apple', 'ok'],
    ['İzmir', 'gelen İzmir tamam', 'gelen tamam'],
    ['café', 'the cafe\u0301 is shut', 'the is shut'],
    ['marzipan', 'marzipan, marzipan and 🙂', 'and 🙂'],
  ])('%s is heard in "%s", and nobody else learns it', async (word, text, left) => {
    raised.length = 0;
    expect(await hears(word)(ana, text, { place: { siteId: 'mall', zoneId: 'dock' } }, 'x')).toBe(left);
    expect(raised).toMatchObject([{ kind: 'duress', siteId: 'mall', zoneId: 'dock', about: 'ana' }]);
  });

  it('is nothing that is part of another', async () => {
    raised.length = 0;
    expect(await hears('marzipan')(ana, 'marzipans for all', undefined, 'x')).toBeUndefined();
    expect(raised).toEqual([]);
  });
});
