import { z } from 'zod';
import { attachForm } from '../cards/attach-form.js';
import { said } from '../cards/words/en-commands.js';
import type { Answer } from '../src/inbound.js';
import { isGuest, LIMITS, mayEver, type PersonActor } from '../src/incident/index.js';
import type { IncidentStore } from '../src/ports.js';
import { faultsOf } from './faults.js';

/** As many as a menu of a chat takes. */
const OFFERED = 100;

const schema = z.object({
  incident: z.string('Please choose one.').min(1, 'Please choose one.').max(100),
  text: z
    .string()
    .trim()
    .min(1, 'Please write a few words.')
    .max(LIMITS.noteLength * 2),
});

/** A message of a channel, made a note of an incident: first the question which one. */
export function createAttach(incidents: Pick<IncidentStore, 'list'>) {
  return {
    async ask(text: string, who: PersonActor): Promise<Answer> {
      if (!mayEver(who, 'note')) return { kind: 'refused', text: said.notForYou };
      if (isGuest(who)) return { kind: 'refused', text: said.notForGuests };
      const { items } = await incidents.list({ status: ['open', 'claimed'], order: 'urgency', limit: OFFERED });
      if (items.length === 0) return { kind: 'refused', text: said.nothingToAttachTo };
      const live = items.map(({ state }) => state);
      return { kind: 'ask', form: attachForm(live, text) };
    },

    /** Which incident, and what is noted of it; or what is missing. */
    read(
      values: Readonly<Record<string, string>>,
    ): { readonly incidentId: string; readonly text: string } | { readonly faults: Readonly<Record<string, string>> } {
      const read = schema.safeParse(values);
      if (read.success) return { incidentId: read.data.incident, text: read.data.text };
      return { faults: faultsOf(read.error) };
    },
  };
}

export type Attaching = ReturnType<typeof createAttach>;
