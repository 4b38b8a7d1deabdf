// The browser's half of a page that is no configurator: the module and the rows of the catalogue that it reads.

let loading;

/** The module, fetched when it is first needed, from where the script of the page says. */
export function half() {
  const { js, wasm, rows } = document.getElementById('boot').dataset;
  loading ??= import(js)
    .then(async (half) => {
      const catalogue = fetch(rows).then((answer) => answer.arrayBuffer());
      await half.default({ module_or_path: fetch(wasm) });
      if (!half.take(new Uint8Array(await catalogue))) throw new Error('the catalogue cannot be read');
      return half;
    })
    .catch((fault) => {
      loading = undefined;
      throw fault;
    });
  return loading;
}
