import type { Checked, Report } from './types.js';

export type * from './types.js';

/** Something that a query may name. */
export interface Name {
  id: string;
  name: string;
}

/** What queries may name. */
export interface Names {
  gpus: Name[];
  models: Name[];
  weights: Name[];
  kv: Name[];
  engines: Name[];
}

/** The arithmetic: pure functions of the question and of the catalogue that came along. */
export interface Headroom {
  /** What a build does: memory, speed, watts, cost. `query` is what stands behind `?` in a link. */
  report(query: string): Report;
  /** The shortest query of the same build. */
  canonical(query: string): string;
  /** Whether a claim in words is true. */
  claim(text: string): Checked;
  /** Ids and names of GPUs, models, formats and engines. */
  names(): Names;
}

/** Fetches the module and the catalogue beside this file, once; nothing is asked of a server afterwards. */
export function load(): Promise<Headroom>;
