import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chart } from '../../../cards/paper.js';
import type { Destination } from '../../../src/incident/index.js';
import { drawCharts } from '../../../src/paper/print.js';
import type { Enclosure } from '../../../src/ports-enclosing.js';
import { botFramework } from '../../../src/surfaces/teams/botframework.js';
import { teamsEnclosing } from '../../../src/surfaces/teams/enclose.js';
import { TEAMS_LIMITS } from '../../../src/surfaces/teams/limits.js';
import { type Connector, startConnector } from '../../standins/connector.js';

const OPS = '19:ops@thread.tacv2';
const CHAT = '19:night@thread.v2';
const to = (conversation: string): Destination => ({
  surface: 'teams',
  to: conversation,
  name: 'ops',
  audience: 'team',
  mention: 'none',
});
const chart: Chart = {
  sort: 'bars',
  title: '€5,300.00 net lost this week, €2,150.00 in a usual one; and more words than any title of ours has ever had',
  unit: 'EUR, at cost',
  labels: ['2026-W42', '2026-W43', '2026-W44', '2026-W45', '2026-W46'],
  values: [100, 2_000, 1_500, 3_000, 5_300],
  emphasis: 'last',
  locale: 'en-GB',
  source: 'losses, n = 9',
  alt: 'Net loss <by> week: €100, €5,300',
};

let connector: Connector;
let bytes: Buffer;
beforeAll(async () => {
  connector = await startConnector([OPS, CHAT]);
  [bytes = Buffer.alloc(0)] = await drawCharts([chart], '#0B5FFF');
}, 30_000);
afterAll(() => connector?.stop());

const enclosing = (serviceUrl: string | undefined = connector.url) =>
  teamsEnclosing({
    transport: botFramework({ app: undefined, openIdUrl: undefined }),
    places: { addressOf: (conversation) => Promise.resolve(serviceUrl ? { serviceUrl, conversation } : undefined) },
  });
const files = (): readonly Enclosure[] => [
  { name: 'week-1.jpg', title: chart.title, alt: chart.alt, type: 'image/jpeg', bytes },
  { name: 'week.pdf', title: 'Week', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') },
];

describe('the charts of a report in Teams', () => {
  it('come in the thread of its card, with words for whoever does not see them, and Teams takes them', async () => {
    const thread = await botFramework({ app: undefined, openIdUrl: undefined }).startThread(
      { serviceUrl: connector.url, conversation: OPS },
      { type: 'message', text: 'card' },
    );
    expect(bytes.length).toBeLessThanOrEqual(TEAMS_LIMITS.pictureBytes);
    const [file] = files() as [Enclosure];
    const brought = await enclosing().bring(file);
    expect(brought.kind).toBe('delivered');
    expect((await enclosing().show({ to: to(OPS), under: thread }, ['inline'], files(), 'Week')).kind).toBe(
      'delivered',
    );
    expect(connector.in(`${OPS};messageid=${thread}`).map(({ activity }) => activity)).toMatchObject([
      {
        text: 'Net loss &lt;by&gt; week: €100, €5,300',
        attachments: [
          {
            contentType: 'image/jpeg',
            name: 'week-1.jpg',
            contentUrl: `data:image/jpeg;base64,${bytes.toString('base64')}`,
          },
        ],
      },
    ]);
  });

  it('come behind the card in a chat', async () => {
    expect((await enclosing().show({ to: to(CHAT), under: '1' }, ['inline'], files(), 'Week')).kind).toBe('delivered');
    expect(connector.in(CHAT)).toHaveLength(1);
  });

  it('stay away where no message takes them, where nobody told us of the place, and where the card is gone', async () => {
    const [picture, paper] = files() as [Enclosure, Enclosure];
    const large = { ...picture, bytes: Buffer.alloc(TEAMS_LIMITS.pictureBytes + 1) };
    const at = { to: to(OPS), under: '17' };
    expect(await enclosing().show(at, ['inline'], [large, paper], 'Week')).toMatchObject({ kind: 'skipped' });
    expect(await enclosing('').show(at, ['inline'], files(), 'Week')).toMatchObject({ kind: 'dead' });
    expect(await enclosing().show(at, ['inline'], files(), 'Week')).toMatchObject({ kind: 'lost' });
  });

  it('are not sent again when nobody knows whether they came', async () => {
    expect(await enclosing().shown({ to: to(OPS), under: '1' }, ['inline'])).toMatchObject({ kind: 'delivered' });
  });
});
