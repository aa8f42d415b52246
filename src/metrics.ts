import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Figures for Prometheus. Labels are closed sets: no id of a person or incident is ever one. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    alarms: new Counter({
      name: 'tocsin_alarms_total',
      help: 'Alarms answered, by source and outcome',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    positions: new Counter({
      name: 'tocsin_positions_total',
      help: 'Messages of trackers, by source and outcome',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    scans: new Counter({
      name: 'tocsin_scans_total',
      help: 'Checkpoint scans taken, by source and what they prove.',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    access: new Counter({
      name: 'tocsin_access_events_total',
      help: 'Badge events taken, by source and outcome.',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    deliveries: new Counter({
      name: 'tocsin_deliveries_total',
      help: 'Deliveries, by surface, what and outcome',
      labelNames: ['surface', 'what', 'outcome'],
      registers,
    }),
    pages: new Counter({
      name: 'tocsin_pages_total',
      help: 'Pages by text, call or mail, by way and outcome',
      labelNames: ['via', 'outcome'],
      registers,
    }),
    explanations: new Counter({
      name: 'tocsin_explanations_total',
      help: 'Questions to the language model, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'tocsin_delivery_seconds',
      help: 'Time of one call to a chat surface',
      labelNames: ['surface', 'what'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    surfaceUp: new Gauge({
      name: 'tocsin_surface_up',
      help: 'Whether a chat takes what it is given, as this instance sees it',
      labelNames: ['surface'],
      registers,
    }),
    inboxDepth: new Gauge({
      name: 'tocsin_inbox_depth',
      help: 'Bodies that are durable but not yet understood',
      registers,
    }),
    owedDepth: new Gauge({
      name: 'tocsin_owed_depth',
      help: 'Deliveries owed, as this instance knows them',
      registers,
    }),
    live: new Gauge({
      name: 'tocsin_incidents_live',
      help: 'Incidents open or claimed, by band',
      labelNames: ['band'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
