import type { Checked, Ids, Report } from './types.js';

export type * from './types.js';

/** The arithmetic: pure functions of the question and of the catalogue that came along. */
export interface Headroom {
  /** What a build does: memory, speed, watts, cost. `query` is what stands behind `?` in a link. */
  report(query: string): Report;
  /** The shortest query of the same build. */
  canonical(query: string): string;
  /** Whether a claim in words is true. */
  claim(text: string): Checked;
  /** What queries may name, by id: GPUs, models, formats, engines, parts, offers, circuits, tariffs, currencies. */
  names(): Ids;
}

/** Fetches the module and the catalogue beside this file, once; nothing is asked of a server afterwards. */
export function load(): Promise<Headroom>;
