// Loads the browser's half and starts it. A file of its own, so that the page needs no inline script.
// The answer is in the page already: it is painted before the module may take up line and processor.
const { js, wasm } = document.getElementById('boot').dataset;
if (!document.hidden) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
const [half, module] = await Promise.all([import(js), fetch(wasm)]);
await half.default({ module_or_path: module });
half.hydrate();
// An island names the export that wakes it. Behind the underscore is a digest of its source, which
// two compilers need not write alike.
const nameOf = (label) => label.split('_')[0];
for (const island of document.querySelectorAll('leptos-island')) {
  const start = Object.keys(half).find((key) => key.includes('_') && nameOf(key) === nameOf(island.dataset.component));
  half[start]?.(island);
}
