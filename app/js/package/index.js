// Loads the module and the catalogue's rows, and gives what they answer as objects.

import init, { canonical, claim, names, report, take } from './headroom.js';

/** Bytes of a file beside this one, in a browser and in programs. */
async function bytesOf(place) {
  if (place.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return readFile(place);
  }
  const answer = await fetch(place);
  if (!answer.ok) throw new Error(`${place}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The module, ready to be asked. */
export async function load() {
  const [module, rows] = await Promise.all(
    ['./headroom_bg.wasm', './headroom.rows'].map((name) => bytesOf(new URL(name, import.meta.url))),
  );
  await init({ module_or_path: module });
  if (!take(rows)) throw new Error('The rows of the catalogue are of another version than the module.');
  return {
    report: (query) => JSON.parse(report(query)),
    canonical,
    claim: (text) => JSON.parse(claim(text)),
    names: () => JSON.parse(names()),
  };
}
