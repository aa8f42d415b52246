import type { RiskKind } from '../../src/risk/index.js';

/** What is said of risk. */
export interface RiskWords {
  readonly heading: string;
  readonly kinds: Readonly<Record<RiskKind, string>>;
  readonly columns: Readonly<Record<'what' | 'kind' | 'risk' | 'before' | 'n', string>>;
  readonly none: string;
  /** How the figure comes about. */
  readonly method: string;
  /** The task that a rise gives. */
  proposal(name: string): string;
  because(facts: { readonly score: number; readonly before: number; readonly n: number }): string;
}

const en: RiskWords = {
  heading: 'Where risk is highest',
  kinds: { organisation: 'everything', site: 'site', zone: 'zone', asset: 'asset' },
  columns: { what: 'What', kind: 'Kind', risk: 'Risk (0–100)', before: 'A week before', n: 'Incidents' },
  none: 'Risk was not worked out for this time.',
  method:
    'Risk is 100 × (1 − e^(−exposure × (0.5 + vulnerability) / 4)): exposure adds severity/100 of each incident, by its outcome and what an ' +
    'investigation found, and halves with each half-life. Scale and factors are ours.',
  proposal: (name) => `Decide on more patrols or surveillance: ${name}`,
  because: ({ score, before, n }) =>
    `Its risk rose from ${before} to ${score} within a week, made of ${n} ${n === 1 ? 'incident' : 'incidents'}.`,
};

const de: RiskWords = {
  heading: 'Wo das Risiko am höchsten ist',
  kinds: { organisation: 'alles', site: 'Standort', zone: 'Zone', asset: 'Wert' },
  columns: { what: 'Was', kind: 'Art', risk: 'Risiko (0–100)', before: 'Eine Woche zuvor', n: 'Vorfälle' },
  none: 'Für diese Zeit wurde kein Risiko berechnet.',
  method:
    'Risiko ist 100 × (1 − e^(−Belastung × (0,5 + Verwundbarkeit) / 4)): die Belastung summiert Schwere/100 jedes Vorfalls, nach Ergebnis und dem, ' +
    'was eine Ermittlung fand, und halbiert sich je Halbwertszeit. Maßstab und Faktoren sind unsere.',
  proposal: (name) => `Über mehr Rundgänge oder Überwachung entscheiden: ${name}`,
  because: ({ score, before, n }) =>
    `Das Risiko stieg binnen einer Woche von ${before} auf ${score}, aus ${n} ${n === 1 ? 'Vorfall' : 'Vorfällen'}.`,
};

const es: RiskWords = {
  heading: 'Dónde el riesgo es mayor',
  kinds: { organisation: 'todo', site: 'sitio', zone: 'zona', asset: 'activo' },
  columns: { what: 'Qué', kind: 'Tipo', risk: 'Riesgo (0–100)', before: 'Una semana antes', n: 'Incidentes' },
  none: 'No se calculó el riesgo de este tiempo.',
  method:
    'El riesgo es 100 × (1 − e^(−exposición × (0,5 + vulnerabilidad) / 4)): la exposición suma la gravedad/100 de cada incidente, según su resultado y lo ' +
    'que halló una investigación, y se reduce a la mitad con cada semivida. La escala y los factores son nuestros.',
  proposal: (name) => `Decidir sobre más rondas o vigilancia: ${name}`,
  because: ({ score, before, n }) =>
    `Su riesgo subió de ${before} a ${score} en una semana, por ${n} ${n === 1 ? 'incidente' : 'incidentes'}.`,
};

const LANGUAGES: ReadonlyMap<string, RiskWords> = new Map([
  ['en', en],
  ['de', de],
  ['es', es],
]);

/** The words of a language (ISO 639-1, or the locale that begins with it); English for one that is not there. */
export const riskWords = (language: string | undefined): RiskWords =>
  LANGUAGES.get((language ?? 'en').slice(0, 2)) ?? en;
