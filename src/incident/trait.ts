/** What of an alarm comes again when the same people do: the plate of a vehicle, an article, a way of doing it. */
export const TRAITS = ['plate', 'sku', 'method'] as const;
export type TraitKind = (typeof TRAITS)[number];

/** One of them, written so that the same is written the same. */
export interface Trait {
  readonly of: TraitKind;
  readonly value: string;
}

const MOST_CHARACTERS = 60;

/** As it is compared: `b-xy 123` is `BXY123`. Nothing when nothing is left of it. */
export function traitOf(of: TraitKind, told: string): Trait | undefined {
  const value = [...WRITTEN[of](told.normalize('NFKC').trim())].slice(0, MOST_CHARACTERS).join('');
  return value === '' ? undefined : { of, value };
}

const WRITTEN: Readonly<Record<TraitKind, (told: string) => string>> = {
  plate: (told) => told.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''),
  sku: (told) => told.toUpperCase().replace(/\s+/g, ' '),
  method: (told) => told.toLowerCase().replace(/[\s_]+/g, '-'),
};

/** Each once, and at most `most`; the ones that were there first stay. */
export function traitsTogether<T extends { readonly of: string; readonly value: string }>(
  all: readonly T[],
  most: number,
): readonly T[] {
  return [...new Map(all.map((trait) => [`${trait.of} ${trait.value}`, trait])).values()].slice(0, most);
}
