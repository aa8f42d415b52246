import type { NewsWords } from './news-words.js';

export const news: NewsWords = {
  outage: {
    title: (chat, span) => `${chat} no ha estado disponible durante ${span}`,
    when: (from, to) => `Del ${from} al ${to}. A quien había que avisar se le avisó por SMS y por teléfono.`,
    changed: (count) =>
      `${count} ${count === 1 ? 'incidente' : 'incidentes'} de este canal ${count === 1 ? 'cambió' : 'cambiaron'} entretanto; las tarjetas se están poniendo al día:`,
    line: ({ label, band, title, standing }) => `${label} ${band} ${title}: ${standing}`,
    has: (name, since, via) => `${name} lo tiene desde las ${since} (${via})`,
    resolved: (name, at) => `cerrado a las ${at} por ${name}`,
    nobody: () => 'nadie lo tiene todavía',
  },
  onTest: {
    title: (site, until) => `${site} está en pruebas hasta el ${until}`,
    by: (name, why) => `${name}: ${why}`,
    meaning: () =>
      'Hasta entonces, las alarmas que solo afectan a bienes cuentan menos. Pánico, incendio y todo lo que ponga en riesgo la vida se atiende como siempre.',
    over: (site) => `${site} ya no está en pruebas`,
    endedBy: (name, at) => `Lo terminó ${name}, ${at}`,
  },
  threat: {
    title: (level, place) => `Nivel de amenaza ${level}${place === undefined ? '' : ` en ${place}`}`,
    line: (place, from, to) => `${place ?? 'Toda la organización'} ha pasado de ${from} a ${to}`,
    active: (counts) => `Activos: ${counts.map(([band, count]) => `${count} ${band}`).join(', ')}`,
  },
};
