import { meets } from './assess/condition.js';
import type { Book } from './book/book.js';
import { helpedBy } from './book/helped.js';
import { planFor } from './book/protocols.js';
import { recipientsOf, type WaysOn } from './book/recipients.js';
import type { Destination, Digest, Known, Notice, PageVia, Plan } from './incident/index.js';
import type { OnCall } from './oncall/index.js';
import type { Planning, Ranking } from './ports.js';

export interface PlanningParts {
  readonly book: () => Book;
  readonly digest: Digest;
  /** What is switched on, apart from what an incident itself has. */
  readonly ways: () => Omit<WaysOn, 'chats'>;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  /** It takes nothing now, although it is switched on. */
  readonly isDown: (surface: Destination['surface']) => boolean;
  readonly onCall: (rotation: string, at: Date) => OnCall | undefined;
  readonly ranking: Ranking;
}

/** Mails to management say it once; texts and calls are for those who have to act. */
const NOTICE_VIA: readonly PageVia[] = ['email'];
const DISPATCH_VIA: readonly PageVia[] = ['chat', 'sms', 'voice'];

/** Puts the book, who is on call and who is near together, so that deciding needs nothing else. */
export function createPlanning({ book, digest, ways, surfaces, isDown, onCall, ranking }: PlanningParts): Planning {
  // Plans are few and incidents many: the same content is the same object.
  const known = new Map<string, Plan>();

  const shared = (plan: Plan): Plan => {
    const have = known.get(plan.version);
    if (have) return have;
    known.set(plan.version, plan);
    return plan;
  };

  const takes = (surface: Destination['surface']): boolean => surfaces.has(surface) && !isDown(surface);

  const recipients: Planning['recipients'] = (state, asked, at) => {
    const ours = state.destinations.filter(
      ({ audience, surface, person }) => audience === 'team' && person === undefined && takes(surface),
    );
    const { ownChat, ...others } = ways();
    const chats = new Set(ours.map(({ surface }) => surface));
    const helped = helpedBy(book(), state);
    const asking = {
      ...asked,
      lifeSafety: state.lifeSafety,
      covert: state.covert,
      siteId: state.place.siteId,
      helped,
      at,
    };
    const own = (personId: string) => {
      const at = ownChat?.(personId);
      return at && takes(at.surface) ? at : undefined;
    };
    return recipientsOf(asking, { book: book(), ways: { ...others, ownChat: own, chats, surfaces }, onCall });
  };

  return {
    planFor(facts) {
      const { plan, because } = planFor(book().data, facts, digest);
      return { plan: shared(plan), because };
    },

    noticesFor(facts, devices, at) {
      return book().data.notices.flatMap((notice, index): Notice[] => {
        if (!meets(notice.when, facts)) return [];
        const place = { siteId: facts.siteId, siteName: facts.siteName, timezone: 'UTC' };
        const state = {
          place,
          lifeSafety: facts.lifeSafety,
          covert: facts.covert,
          destinations: [],
          signals: { devices },
        };
        // Management is not called by night because it has no mail.
        const asked = { targets: notice.to, via: notice.via ?? NOTICE_VIA, hurry: true, strict: true };
        return [{ id: notice.id ?? `notice-${index + 1}`, recipients: recipients(state, asked, at) }];
      });
    },

    recipients,

    async known(state, questions, at): Promise<Known> {
      const found: {
        recipients: Record<string, Known['recipients'][string]>;
        officers: Record<string, Known['officers'][string]>;
        silent: NonNullable<Known['silent']>;
      } = { recipients: {}, officers: {}, silent: [...surfaces].filter(isDown) };
      for (const question of questions) {
        if (question.ask === 'recipients') {
          found.recipients[question.key] = recipients(state, question, at);
          continue;
        }
        const { siteId, zoneId } = state.place;
        const asked = {
          siteId,
          zoneId,
          lifeSafety: state.lifeSafety,
          requires: state.plan.requires ?? [],
          without: question.without,
          helped: helpedBy(book(), state),
        };
        const chosen = (await ranking(asked, at)).find(({ eligible }) => eligible);
        found.officers[question.key] =
          chosen === undefined
            ? { nobody: 'no officer is free' }
            : {
                who: chosen.who,
                because: chosen.because,
                best: true,
                recipients: recipients(
                  state,
                  { targets: [`person:${chosen.who.id}`], via: DISPATCH_VIA, hurry: true },
                  at,
                ),
              };
      }
      return found;
    },
  };
}
