import express, { type Request, type Router } from 'express';
import { FILES_AT_ONCE } from '../../../cards/evidence-field.js';
import { sameText } from '../../digest.js';
import type { HandleInbound } from '../../inbound.js';
import { EVIDENCE_LIMITS, type EvidenceItem, mayEver, type PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { Guards } from './account-routes.js';
import { SHOWN_TYPES } from './evidence.js';
import { told } from './told.js';
import { uploaded } from './uploaded.js';

/** Keeps bytes under their hash and gives them again. */
export interface EvidenceDesk {
  /** The hash, once they are durable. */
  keep(bytes: Buffer): Promise<string>;
  read(sha256: string): Promise<Buffer | undefined>;
}

export interface EvidenceRouteParts {
  readonly desk: EvidenceDesk;
  readonly handle: HandleInbound;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
  readonly base: string;
  /** The form by which files are given. */
  readonly form: 'note' | 'task-note';
  readonly find: (
    name: string,
  ) => Promise<{ readonly id: string; readonly evidence?: readonly EvidenceItem[] } | undefined>;
}

const HASH = /^[0-9a-f]{64}$/;
/** Files of incidents or tasks: given, and looked at. */
export function evidenceRoutes(
  { desk, handle, actorOf, base, form, find }: EvidenceRouteParts,
  { inside }: Pick<Guards, 'inside'>,
): Router {
  const router = express.Router();

  router.post(
    '/:name/evidence',
    inside(async (request, response, me) => {
      const who = actorOf(me.account);
      if (!mayEver(who, 'evidence'))
        return void response.status(403).send(told('Not for you', 'Files are given by the desk.'));
      const found = await find(nameOf(request));
      let old = false;
      const read = await uploaded(request, {
        files: FILES_AT_ONCE,
        bytes: EVIDENCE_LIMITS.bytes,
        refused({ csrf = '' }) {
          old = !sameText(csrf, me.session.csrf);
          if (old) return 'This page was too old. Reload it and try again';
          const room = EVIDENCE_LIMITS.files - (found?.evidence?.length ?? 0);
          return room > 0 ? undefined : `There are ${EVIDENCE_LIMITS.files} files already`;
        },
      });
      if ('why' in read)
        return void response.status(old ? 403 : 413).send(told('Not taken', `${read.why}. Nothing was kept.`));
      if (!found) return void response.status(404).send(told('Not done', 'This is not there any more.'));
      if (read.files.length === 0) return void response.status(422).send(told('Not done', 'There was no file in it.'));
      const files = await Promise.all(
        read.files.map(async ({ name, bytes }) => ({ name, from: `here:${await desk.keep(bytes)}` })),
      );
      const answer = await handle({ kind: 'submit', form, about: found.id, values: {}, files, who });
      if (answer.kind === 'done') return response.redirect(303, `${base}/${encodeURIComponent(nameOf(request))}`);
      const why =
        answer.kind === 'faults' ? Object.values(answer.faults).join(' ') : 'text' in answer ? answer.text : '';
      response.status(409).send(told('Not done', why));
    }),
  );

  router.get(
    '/:name/evidence/:sha256',
    inside(async (request, response) => {
      const hash = String(request.params.sha256);
      const found = HASH.test(hash) ? await find(nameOf(request)) : undefined;
      const item = found?.evidence?.find((each) => each.state === 'kept' && each.kept.sha256 === hash);
      const bytes = item ? await desk.read(hash) : undefined;
      if (item?.state !== 'kept' || !bytes)
        return void response.status(404).send(told('No such file', 'It was not given here, or is not kept any more.'));
      // What came from outside runs nothing: only pictures are shown, and everything else is saved.
      const shown = SHOWN_TYPES.has(item.kept.type);
      // By its name Express would say what it is: that is said after it.
      response.attachment(item.name);
      if (shown)
        response.set('content-disposition', `${response.get('content-disposition')}`.replace('attachment', 'inline'));
      response
        .set('content-type', shown ? item.kept.type : 'application/octet-stream')
        .set('content-security-policy', "default-src 'none'; sandbox")
        .set('x-content-type-options', 'nosniff')
        .send(bytes);
    }),
  );
  return router;
}

const nameOf = (request: Request): string => String(request.params.name).slice(0, 40);
