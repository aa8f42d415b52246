import type OpenAI from 'openai';
import type { Answered, Explainer, Question } from '../ports-explain.js';
import { boundedFetch, TooLarge } from './bounded-fetch.js';

export interface OpenAiSettings {
  readonly apiKey: string;
  /** Ends without a slash: `https://api.openai.com/v1`, `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string;
  readonly model: string;
}

/** Everything together: both tries and the pause between them. */
const DEADLINE_MS = 8_000;
/** A second try needs at least so much of it. */
const LEAST_MS = 1_500;
const PAUSE_MS = 250;
/** A bounded question has a bounded answer; whatever is longer is none. */
const LARGEST_ANSWER = 32 * 1_024;
const LONGEST_WISH_MS = 24 * 3_600_000;

type Failed = Extract<Answered, { readonly failed: unknown }>;

/**
 * Any server that speaks OpenAI's chat completions. The client comes into memory with the first question. It tries no
 * second time by itself, because it would go on past our deadline; we do, once, where that can help.
 */
export function openAiExplainer(settings: OpenAiSettings, deadlineMs = DEADLINE_MS): Explainer {
  let client: Promise<OpenAI> | undefined;
  const open = (): Promise<OpenAI> => (client ??= openClient(settings));

  return {
    model: settings.model,
    async explain(question, signal) {
      const ends = performance.now() + deadlineMs;
      const timeout = AbortSignal.timeout(deadlineMs);
      const attempt = async (): Promise<Answered> => {
        try {
          return await ask(await open(), settings.model, question, AbortSignal.any([signal, timeout]));
        } catch (error) {
          return signal.aborted ? { failed: 'stopped' } : timeout.aborted ? { failed: 'time-out' } : troubleOf(error);
        }
      };
      const first = await attempt();
      if ('raw' in first || !helps(first)) return first;
      const pause = first.afterMs ?? PAUSE_MS;
      if (ends - performance.now() < pause + LEAST_MS) return first;
      await passed(pause, signal);
      return signal.aborted ? { failed: 'stopped' } : await attempt();
    },
  };
}

async function openClient({ apiKey, baseUrl }: OpenAiSettings): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey,
    baseURL: baseUrl,
    // Nothing is read from the environment here, and nothing of a request is written to a log.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: boundedFetch(LARGEST_ANSWER),
  });
}

async function ask(client: OpenAI, model: string, question: Question, signal: AbortSignal): Promise<Answered> {
  const { rules, data, shape, maxTokens } = question;
  const answer: unknown = await client.chat.completions.create(
    {
      model,
      messages: [
        { role: 'system', content: rules },
        { role: 'user', content: data },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: shape.name, strict: true, schema: { ...shape.schema } },
      },
      max_completion_tokens: maxTokens,
    },
    { signal, timeout: DEADLINE_MS },
  );
  return readCompletion(answer);
}

/** What a server answered may be anything: it is looked at piece by piece. */
function readCompletion(answer: unknown): Answered {
  const billed = at(at(answer, 'usage'), 'total_tokens');
  const cost = typeof billed === 'number' ? { tokens: billed } : {};
  const choices = at(answer, 'choices');
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const message = at(choice, 'message');
  if (at(choice, 'finish_reason') === 'content_filter' || typeof at(message, 'refusal') === 'string')
    return { failed: 'declined', ...cost };
  if (at(choice, 'finish_reason') === 'length') return { failed: 'truncated', ...cost };
  const content = at(message, 'content');
  if (typeof content !== 'string') return { failed: 'malformed', ...cost };
  try {
    return { raw: JSON.parse(unfenced(content)) as unknown, ...cost };
  } catch {
    return { failed: 'malformed', ...cost };
  }
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** Servers that do not hold the schema themselves often wrap the JSON as a block of code. */
const unfenced = (content: string): string => /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(content)?.[1] ?? content;

/** Only what is over by itself in a moment is worth a second try. */
const helps = ({ failed }: Failed): boolean =>
  failed === 'rate-limited' || failed === 'overloaded' || failed === 'unreachable';

/** In our own words: what a provider writes can hold the beginning and the end of the key. */
function troubleOf(error: unknown): Failed {
  if (causes(error).some((cause) => cause instanceof TooLarge)) return { failed: 'too-large' };
  const status = at(error, 'status');
  if (typeof status !== 'number') return { failed: error instanceof SyntaxError ? 'malformed' : 'unreachable' };
  const afterMs = wishOf(at(error, 'headers'));
  const wish = afterMs === undefined ? {} : { afterMs };
  if (status === 429) {
    // Used-up credit has the status of haste, but no haste mends it.
    return at(error, 'code') === 'insufficient_quota'
      ? { failed: 'rejected', status }
      : { failed: 'rate-limited', status, ...wish };
  }
  if (status === 408 || status === 409 || status >= 500) return { failed: 'overloaded', status, ...wish };
  return { failed: 'rejected', status };
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error && chain.length < 5; each = each.cause) chain.push(each);
  return chain;
}

/** `Retry-After`: seconds, or a date by the server's own clock; `retry-after-ms` is OpenAI's own. */
function wishOf(headers: unknown): number | undefined {
  if (!(headers instanceof Headers)) return undefined;
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  const seconds = headers.get('retry-after');
  const wished = Number.isFinite(exact) ? exact : seconds === null ? Number.NaN : Number(seconds) * 1_000;
  const until = Date.parse(seconds ?? '') - Date.parse(headers.get('date') ?? '');
  const ms = Number.isFinite(wished) ? wished : until;
  return Number.isFinite(ms) ? Math.min(LONGEST_WISH_MS, Math.max(0, ms)) : undefined;
}

function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
