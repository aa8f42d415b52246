import type { Checkpoint } from './scan.js';

/** A keyed hash of a text, URL-safe; given from outside, so that this stays free of platform code. */
export type Mac = (text: string) => string;

const VERSION = 'TP1';
/** 132 bits: nobody guesses one, and a code on a wall stays coarse enough to be read in the rain. */
const MAC = 22;

const signed = ({ siteId, id, code }: Pick<Checkpoint, 'siteId' | 'id' | 'code'>, mac: Mac): string =>
  mac(`${VERSION}|${siteId}|${id}|${code}`).slice(0, MAC);

/** What stands in the code on the wall. */
export const tokenOf = (checkpoint: Pick<Checkpoint, 'siteId' | 'id' | 'code'>, mac: Mac): string =>
  [VERSION, checkpoint.siteId, checkpoint.id, checkpoint.code, signed(checkpoint, mac)].join('.');

/** The point whose code it is; why not, when it is none of ours, or an old one. */
export function checkpointIn(
  token: string,
  find: (siteId: string, id: string) => Checkpoint | undefined,
  mac: Mac,
): { readonly checkpoint: Checkpoint; readonly old: boolean } | undefined {
  const [version, siteId = '', id = '', code = '', given = '', ...more] = token.slice(0, 300).split('.');
  const number = /^\d{1,6}$/.test(code) ? Number(code) : Number.NaN;
  if (version !== VERSION || more.length > 0 || Number.isNaN(number)) return undefined;
  if (!same(signed({ siteId, id, code: number }, mac), given)) return undefined;
  const checkpoint = find(siteId, id);
  return checkpoint && { checkpoint, old: checkpoint.code !== number };
}

/** Looks at every character, whatever the first ones are. */
function same(a: string, b: string): boolean {
  let differs = a.length ^ b.length;
  for (let index = 0; index < a.length; index++) differs |= a.charCodeAt(index) ^ (b.charCodeAt(index) || 0);
  return differs === 0;
}
