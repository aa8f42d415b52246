import type { Destination } from '../incident/index.js';
import { destinationKey } from '../incident/index.js';
import type { ClientTerms, Period } from '../report/index.js';
import type { Book } from './book.js';
import { isDrawing } from './client-files.js';
import { destinationOf } from './routes.js';
import type { Client } from './schema.js';

/** Somebody at the client who has the reports. */
export interface ReportContact {
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  /** PEM. */
  readonly certificate?: string;
}

/** A report that a contract asks for, with all that it takes to make and to send it. */
export interface ClientPlan {
  readonly client: ClientTerms;
  readonly kind: Period['kind'];
  readonly siteIds: readonly string[];
  readonly zone: string;
  readonly currency: string;
  readonly language: string;
  readonly brand: {
    readonly colour?: string;
    readonly header?: string;
    readonly sender?: string;
    readonly footer?: string;
    readonly logo?:
      | { readonly kind: 'svg'; readonly svg: string }
      | { readonly kind: 'image'; readonly bytes: Uint8Array };
  };
  readonly contacts: readonly ReportContact[];
  /** Channels of this client alone that ask for reports. */
  readonly channels: readonly Destination[];
}

/** What a contract calls a period. */
export const REPORT_KINDS = { daily: 'day', weekly: 'week', monthly: 'month' } as const;

/** Every report that the contracts ask for. */
export const clientPlans = (book: Book, surfaces: ReadonlySet<Destination['surface']>): ClientPlan[] =>
  book.data.clients.flatMap((client) =>
    (client.contract?.reports ?? []).map(({ kind }) => clientPlan(book, client, REPORT_KINDS[kind], surfaces)),
  );

/** One report of a client, also of a kind that the contract does not ask for. */
export function clientPlan(
  book: Book,
  client: Client,
  kind: Period['kind'],
  surfaces: ReadonlySet<Destination['surface']>,
): ClientPlan {
  const { organisation } = book.data;
  const { id, name, contract, brand, contacts } = client;
  const asked = contract?.reports.find((each) => REPORT_KINDS[each.kind] === kind);
  const sites = new Set(book.data.sites.filter((site) => site.client === id).map((site) => site.id));
  return {
    client: {
      id,
      name,
      charts: asked?.charts ?? [],
      sla: (contract?.sla ?? []).map(({ band, respond, share }) => ({ band, respondMs: respond, share })),
      highlight: contract?.highlight?.band ?? 'high',
      sites: sites.size,
      devices: book.data.devices.filter(({ site }) => sites.has(site)).length,
    },
    kind,
    siteIds: [...sites],
    zone: client.timezone ?? organisation.timezone,
    currency: book.currencyOf(id),
    language: asked?.language ?? client.language ?? organisation.language,
    brand: {
      ...(brand?.colour === undefined ? {} : { colour: brand.colour }),
      ...(brand?.header === undefined ? {} : { header: brand.header }),
      ...(brand?.sender === undefined ? {} : { sender: brand.sender }),
      ...(brand?.footer === undefined ? {} : { footer: brand.footer }),
      ...logoOf(book.data.files?.get(brand?.logo ?? '')),
    },
    contacts: contacts
      .filter(({ receives }) => receives.includes('reports'))
      .map(({ name: who, email, phone, certificate }) => {
        const pem = certificate === undefined ? undefined : book.data.files?.get(certificate);
        return {
          name: who,
          email,
          ...(phone === undefined ? {} : { phone }),
          ...(pem ? { certificate: Buffer.from(pem).toString('utf8') } : {}),
        };
      }),
    channels: channelsOf(book, id, surfaces),
  };
}

function logoOf(bytes: Uint8Array | undefined): Pick<ClientPlan['brand'], 'logo'> {
  if (!bytes) return {};
  return {
    logo: isDrawing(bytes) ? { kind: 'svg', svg: Buffer.from(bytes).toString('utf8') } : { kind: 'image', bytes },
  };
}

/** A channel in which two clients are has the report of neither. */
function channelsOf(book: Book, clientId: string, surfaces: ReadonlySet<Destination['surface']>): Destination[] {
  const channels = book.data.channels.filter(
    ({ receives, for: about, surface }) =>
      surfaces.has(surface) &&
      receives?.includes('reports') &&
      about?.clients?.length === 1 &&
      about.clients[0] === clientId,
  );
  return [
    ...new Map(
      channels.map((channel) => destinationOf(book, channel, clientId)).map((to) => [destinationKey(to), to]),
    ).values(),
  ];
}
