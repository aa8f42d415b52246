import express, { type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { ClientLetterWords } from '../../../cards/words/client-letter-words.js';
import type { Clock } from '../../ports.js';
import type { KeptClient, Rating } from '../../ports-reports.js';
import { type ReaderLink, readLink } from './link.js';
import { Door, frame, Said } from './pages.js';

export interface PortalParts {
  readonly load: (id: string) => Promise<KeptClient | undefined>;
  /** The book still names them for reports of this client. */
  readonly isReader: (clientId: string, email: string) => boolean;
  readonly titleOf: (kept: KeptClient) => {
    readonly title: string;
    readonly period: string;
    readonly language: string;
  };
  readonly words: (language: string | undefined) => ClientLetterWords;
  readonly print: (kept: KeptClient) => Promise<Buffer>;
  readonly ratings: {
    give(rating: Rating): Promise<boolean>;
    find(id: string): Promise<Rating | undefined>;
  };
  readonly clock: Clock;
  /** Key of the links. A new one ends all that were given out. */
  readonly secret: string;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PERIOD = /^\d{4}-[W\d-]{2,6}$/;
const COMMENT = 1_000;

/**
 * `/portal`: a client's reader comes from a letter, reads the report and says what they think of it. Nothing happens by
 * opening a link: programs that look into mails follow them.
 */
export function portalRoutes(parts: PortalParts): Router {
  const { load, isReader, titleOf, words, print, ratings, clock, secret } = parts;
  const router = express.Router();
  const slow = rateLimit({
    windowMs: 60_000,
    limit: 30,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    message: 'Too many tries. Wait a minute.',
  });
  router.use(express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 }));

  type Open = { readonly link: ReaderLink; readonly kept: KeptClient; readonly at: string };
  const opened =
    (run: (request: Request, response: Response, open: Open) => Promise<void>) =>
    async (request: Request, response: Response) => {
      response.set('cache-control', 'no-store').set('referrer-policy', 'no-referrer').set('x-robots-tag', 'noindex');
      const client = String(request.params.client);
      const period = String(request.params.period);
      const id = NAME.test(client) && PERIOD.test(period) ? `client/${client}/${period}` : undefined;
      const link = id === undefined ? undefined : readLink(secret, id, request.query, clock.now());
      const kept = link && isReader(client, link.to) ? await load(link.reportId) : undefined;
      if (link && kept) return await run(request, response, { link, kept, at: request.originalUrl });
      const { page } = words(undefined);
      response.status(404).send(frame(page.nowhere, 'en', <Said title={page.nowhere} text={page.old} />));
    };
  const idOf = ({ reportId, to }: ReaderLink): string => `${reportId} ${to}`;

  const door = async (response: Response, { link, kept, at }: Open, fault?: string): Promise<void> => {
    const { title, period, language } = titleOf(kept);
    const given = await ratings.find(idOf(link));
    response
      .status(fault === undefined ? 200 : 422)
      .send(
        frame(
          title,
          language,
          <Door
            title={title}
            period={period}
            words={words(language).page}
            at={at}
            reads={link.scope === 'read'}
            given={given !== undefined}
            fault={fault}
          />,
        ),
      );
  };

  router.get(
    '/reports/:client/:period',
    slow,
    opened((_request, response, open) => door(response, open)),
  );

  router.post(
    '/reports/:client/:period',
    slow,
    opened(async (request, response, open) => {
      const { link, kept } = open;
      const { title, language } = titleOf(kept);
      const { page } = words(language);
      const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
      if (body.do === 'read' && link.scope === 'read') {
        const name = link.reportId.replaceAll('/', '-');
        response
          .set('content-type', 'application/pdf')
          .set('content-disposition', `inline; filename="${name}.pdf"`)
          .send(await print(kept));
        return;
      }
      const mark = /^[1-5]$/.test(String(body.mark)) ? Number(body.mark) : undefined;
      if (body.do !== 'rate' || mark === undefined) return await door(response, open, page.choose);
      const comment = typeof body.comment === 'string' ? body.comment.trim().slice(0, COMMENT) : '';
      const noted = await ratings.give({
        id: idOf(link),
        reportId: link.reportId,
        clientId: kept.report.client.id,
        mark,
        comment,
        at: clock.now(),
      });
      response.send(frame(title, language, <Said title={title} text={noted ? page.thanks : page.given} />));
    }),
  );
  return router;
}
