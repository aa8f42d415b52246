import type { Words } from './words.js';

/** What is asked in forms. */
export const FIELDS: Words['fields'] = {
  disposition: 'Resultado',
  cause: 'Causa de la falsa alarma',
  note: 'Qué ha ocurrido',
  to: 'A quién',
  why: 'Motivo',
  for: 'Durante cuánto tiempo',
  text: 'Nota',
  officer: 'Quién va',
  seen: 'Qué ha encontrado',
  band: 'Nivel de gravedad',
  answer: 'Respuesta',
  skip: 'Por qué quedan pasos sin hacer',
  step: 'Paso',
  steps: 'Procedimiento',
  kind: 'Qué es',
  place: 'Dónde',
  morePlaces: 'Aquí no caben todos los lugares. Pida el formulario con una palabra del nombre: /tocsin report ribera',
  what: 'Qué ve',
  incident: 'Qué incidente',
  reference: 'Número de referencia, si se lo han dado',
};
