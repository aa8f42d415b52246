import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type Verb =
  | { readonly verb: 'Say'; readonly text: string; readonly language: string }
  | { readonly verb: 'Pause'; readonly length: number }
  | { readonly verb: 'Hangup' }
  | { readonly verb: 'Redirect'; readonly url: string }
  | { readonly verb: 'Message'; readonly text: string }
  | {
      readonly verb: 'Gather';
      readonly action: string;
      readonly timeout: number;
      readonly onEmpty: boolean;
      readonly inside: readonly Verb[];
    };

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

/** What Twilio takes in each place, and the attributes of each. Anything else is an error to it or to its reader. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Response: [],
  Say: ['language', 'voice', 'loop'],
  Pause: ['length'],
  Hangup: [],
  Redirect: ['method'],
  Message: ['to', 'from', 'action', 'method', 'statusCallback'],
  Gather: ['input', 'numDigits', 'timeout', 'action', 'method', 'actionOnEmptyResult', 'finishOnKey', 'language'],
};
const IN_GATHER: readonly string[] = ['Say', 'Pause', 'Play'];
const LANGUAGES: readonly string[] = ['en-GB', 'en-US', 'de-DE', 'es-ES', 'fr-FR', 'it-IT'];

/** Reads an answer as strictly as Twilio does. Throws what is wrong with it. */
export function readTwiml(xml: string): Verb[] {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Error(`12100 document parse failure: ${valid.err.msg}`);
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml))
    throw new Error('12100: a character that XML lacks');
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
  });
  const [root, ...more] = (parser.parse(xml) as unknown[]).map(nodeOf).filter(({ name }) => name !== '?xml');
  if (root?.name !== 'Response' || more.length > 0) throw new Error('12102: there must be one <Response>');
  return root.children.map((node) => verbOf(node, false));
}

function verbOf(node: Node, inGather: boolean): Verb {
  const { name, attributes, text } = node;
  const known = ATTRIBUTES[name];
  if (!known || name === 'Response') throw new Error(`12200: <${name}> is no verb`);
  if (inGather && !IN_GATHER.includes(name)) throw new Error(`12200: <${name}> may not stand in <Gather>`);
  for (const each of Object.keys(attributes))
    if (!known.includes(each)) throw new Error(`12200: ${name} has no ${each}`);
  switch (name) {
    case 'Say': {
      const language = attributes.language ?? 'en-US';
      if (!LANGUAGES.includes(language)) throw new Error(`13511: ${language} is not spoken`);
      if (text.trim() === '') throw new Error('13512: nothing to say');
      if (text.length > 4_096) throw new Error('13513: too long to say');
      return { verb: 'Say', text, language };
    }
    case 'Pause':
      return { verb: 'Pause', length: whole(attributes.length ?? '1', 'Pause length') };
    case 'Hangup':
      return { verb: 'Hangup' };
    case 'Redirect':
      return { verb: 'Redirect', url: address(text) };
    case 'Message':
      if (text === '') throw new Error('14103: an empty message');
      if (text.length > 1_600) throw new Error('14101: too long');
      return { verb: 'Message', text };
    case 'Gather':
      if (attributes.input !== 'dtmf') throw new Error('13330: this gathers keys only');
      return {
        verb: 'Gather',
        action: address(attributes.action ?? ''),
        timeout: whole(attributes.timeout ?? '5', 'Gather timeout'),
        onEmpty: attributes.actionOnEmptyResult === 'true',
        inside: node.children.map((each) => verbOf(each, true)),
      };
    default:
      throw new Error(`12200: <${name}> is not played here`);
  }
}

function whole(text: string, what: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`12200: ${what} is ${text}`);
  return number;
}

function address(text: string): string {
  if (!URL.canParse(text)) throw new Error(`11100: ${text} is no address`);
  return text;
}

function nodeOf(raw: unknown): Node {
  const entry = raw as Record<string, unknown>;
  const name = Object.keys(entry).find((key) => key !== ':@') ?? '';
  const children = Array.isArray(entry[name]) ? (entry[name] as Record<string, unknown>[]) : [];
  return {
    name,
    attributes: (entry[':@'] ?? {}) as Record<string, string>,
    children: children.filter((child) => !('#text' in child)).map(nodeOf),
    text: children.map((child) => ('#text' in child ? String(child['#text']) : '')).join(''),
  };
}
