// Loads the browser's half and starts it. A file of its own, so that the page needs no inline script.
// The answer is in the page already: it is painted before the module may take up line and processor.
const { js, wasm } = document.getElementById('boot').dataset;
if (!document.hidden) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
const [half, module] = await Promise.all([import(js), fetch(wasm)]);
await half.default({ module_or_path: module });
half.hydrate();
