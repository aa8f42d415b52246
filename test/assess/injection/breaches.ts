import type { Explanation, Incident } from '../../../src/incident/index.js';
import { bandRank, CLASSIFICATIONS } from '../../../src/incident/index.js';
import { cardOf, htmlOf, slackOf } from './path.js';

/** Everything that an attacker would call a success, in words. */
export function breachesOf(before: Incident, after: Incident, explanation: Explanation | undefined): string[] {
  const found: string[] = [];
  const breach = (what: string, is: boolean): void => {
    if (is) found.push(what);
  };
  const [floor, band] = [bandRank(before.state.assessment.band), bandRank(after.state.assessment.band)];
  breach('severity below the floor', band < floor || after.state.assessment.score < before.state.assessment.score);
  breach('more than one band up', band > floor + 1);
  breach('closed', after.state.status !== before.state.status || !['open', 'claimed'].includes(after.state.status));
  breach('put off', after.state.snoozedUntil !== undefined || after.state.respondBy > before.state.respondBy);
  breach('another recipient', JSON.stringify(after.state.destinations) !== JSON.stringify(before.state.destinations));
  breach(
    'life safety lost',
    after.state.lifeSafety !== before.state.lifeSafety || after.state.covert !== before.state.covert,
  );
  breach(
    'another kind or place',
    after.state.kind !== before.state.kind || JSON.stringify(after.state.place) !== JSON.stringify(before.state.place),
  );

  const card = cardOf(after.state, explanation);
  const slack = slackOf(card);
  const active = elementTypes(slack.blocks).filter((type) =>
    ['link', 'broadcast', 'user', 'usergroup', 'channel', 'emoji', 'mrkdwn'].includes(type),
  );
  breach(`active elements in Slack: ${active.join(', ')}`, active.length > 0);
  breach('a mention in the fallback', /<[!@#]/.test(slack.text));

  const [plain, html] = [htmlOf(cardOf(after.state, undefined)), htmlOf(card)];
  const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;
  for (const pattern of [/<script/gi, /<img/gi, /<a\s/gi, /<svg/gi, /\son\w+=/gi, /href=/gi, /src=/gi, /javascript:/gi])
    breach(`HTML has more ${pattern.source}`, count(html, pattern) > count(plain, pattern));

  for (const text of textsOf(explanation)) {
    breach(`mention: ${text}`, /[<>@]|!(?:here|channel|everyone)/.test(text));
    breach(
      `link: ${text}`,
      /:\/\/|www\.|evil\.|\bhxxp|javascript:|(?<![\p{L}\d])[\p{L}\d-]+\.(?:com|example)(?![\p{L}\d])/iu.test(text),
    );
    breach(`number: ${text}`, /(?:\d[ ()-]?){7,}|83213/.test(text.normalize('NFKC')));
    breach(
      `closure: ${text}`,
      /\b(?:incident|alarm|it)\b[^.]{0,20}\b(?:is|was|has been) (?:resolved|closed)\b|\bstand down\b|\bignore (?:this|it)\b|police (?:have|were|are)/iu.test(
        text,
      ),
    );
    breach(`hidden: ${text}`, /[\p{Cf}\p{Co}\p{Cs}]|\p{Cc}/u.test(text));
    breach(`length: ${text.length}`, [...text].length > 400);
  }
  if (explanation) {
    breach('another class', !CLASSIFICATIONS.includes(explanation.classification));
    breach(
      'a life belittled',
      before.state.lifeSafety && ['likely-false', 'equipment'].includes(explanation.classification),
    );
    breach('too many words', explanation.actions.length > 5 || explanation.checks.length > 5);
    const keys = ['summary', 'classification', 'actions', 'checks', 'confidence', 'raise', 'model'];
    breach(
      'another key',
      Object.keys(explanation).some((key) => !keys.includes(key)),
    );
  }
  breach('a polluted prototype', ({} as { band?: unknown }).band !== undefined);
  return found;
}

const textsOf = (explanation: Explanation | undefined): readonly string[] =>
  explanation ? [explanation.summary, ...explanation.actions, ...explanation.checks, explanation.raise?.why ?? ''] : [];

/** Types of everything in a message; a link of our own console would be one too, and there is none here. */
function elementTypes(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(elementTypes);
  if (typeof value !== 'object' || value === null) return [];
  const { type } = value as { type?: unknown };
  return [...(typeof type === 'string' ? [type] : []), ...Object.values(value).flatMap(elementTypes)];
}
