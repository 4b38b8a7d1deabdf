// Loads the browser's half and starts it. A file of its own, so that the page needs no inline script.
// The answer is in the page already: it is painted before the module may take up line and processor.
const { js, wasm, rows } = document.getElementById('boot').dataset;
if (!document.hidden) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
const read = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
const [half, module, catalogue] = await Promise.all([import(js), fetch(wasm), read(rows)]);
await half.default({ module_or_path: module });
// Without the rows nothing can be calculated, and the page stays as the server wrote it.
if (!half.take(catalogue)) throw new Error('the catalogue cannot be read');
half.hydrate();
// An island names the export that wakes it. Behind the underscore is a digest of its source, which
// two compilers need not write alike.
const nameOf = (label) => label.split('_')[0];
for (const island of document.querySelectorAll('leptos-island')) {
  const start = Object.keys(half).find((key) => key.includes('_') && nameOf(key) === nameOf(island.dataset.component));
  half[start]?.(island);
}
