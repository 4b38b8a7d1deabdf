// Loads the browser's half and starts it. A file of its own, so that the page needs no inline script.
const { js, wasm } = document.getElementById('boot').dataset;
const half = await import(js);
await half.default({ module_or_path: wasm });
half.hydrate();
