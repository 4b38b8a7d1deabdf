//! The served folder: public files, and under it the hashed files of the browser's half.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use headroom_core::catalog::Catalog;

use crate::arguments::Arguments;
use crate::bindgen::{Glue, for_browser};
use crate::cache::{Cache, hash};
use crate::split::divide;
use crate::{Outcome, about, compress, css};

/// Lays out the whole folder anew.
pub(crate) fn lay_out(arguments: &Arguments) -> Outcome {
    let name = arguments.required("name")?;
    let site = Path::new(arguments.required("site")?);
    let package = site.join(arguments.required("pkg")?);
    let cache = Cache::open(Path::new(arguments.required("cache")?))?;
    let release = arguments.has("compress");

    let module = Path::new(arguments.required("wasm")?);
    let compiled = fs::read(module).map_err(about(module))?;
    let mut divided = divide(&compiled, &cache)?;
    let glue = glue(&divided.main, name, !release, &cache)?;
    let small = |wasm: Vec<u8>| match arguments.optional("wasm-opt") {
        Some(script) => optimise(&wasm, Path::new(script), &cache),
        None => Ok(wasm),
    };
    let wasm = small(glue.wasm)?;
    for (_, part) in &mut divided.parts {
        *part = small(std::mem::take(part))?;
    }
    divided.name(name);
    let js = divided.link(&glue.js)?;
    let style = css::minify(&css::bundle(Path::new(arguments.required("style")?))?);

    // Files of earlier builds would be served for ever.
    if site.is_dir() {
        fs::remove_dir_all(site).map_err(about(site))?;
    }
    fs::create_dir_all(&package).map_err(about(&package))?;
    copy_tree(Path::new(arguments.required("public")?), site)?;
    let mut hashes = String::new();
    let rows = Catalog::builtin().pack();
    for (kind, content) in [
        ("js", js.as_bytes()),
        ("wasm", &wasm),
        ("rows", &rows),
        ("css", style.as_bytes()),
    ] {
        let hash = hash(content);
        let path = package.join(format!("{name}.{hash}.{kind}"));
        fs::write(&path, content).map_err(about(&path))?;
        hashes.push_str(&format!("{kind}: {hash}\n"));
    }
    for (file, part) in &divided.parts {
        let path = package.join(file);
        fs::write(&path, part).map_err(about(&path))?;
    }
    let list = Path::new(arguments.required("hashes")?);
    if let Some(folder) = list.parent() {
        fs::create_dir_all(folder).map_err(about(folder))?;
    }
    fs::write(list, hashes).map_err(about(list))?;
    if release {
        compress::siblings(site, &cache)?;
    }
    report(&package)
}

/// The bound module, from the cache where the compiled one has not changed.
fn glue(compiled: &[u8], name: &str, debug: bool, cache: &Cache) -> Outcome<Glue> {
    let (js_kind, wasm_kind) = if debug {
        ("debug.js", "debug.wasm")
    } else {
        ("js", "wasm")
    };
    let mut bound = None;
    let js = cache.get(js_kind, compiled, || {
        let glue = for_browser(compiled.to_vec(), name, debug)?;
        bound = Some(glue.wasm);
        Ok(glue.js.into_bytes())
    })?;
    let wasm = cache.get(wasm_kind, compiled, || match bound {
        Some(wasm) => Ok(wasm),
        None => Ok(for_browser(compiled.to_vec(), name, debug)?.wasm),
    })?;
    let js = String::from_utf8(js).map_err(|_| "The cached JavaScript is damaged".to_owned())?;
    Ok(Glue { wasm, js })
}

/// What Binaryen's optimiser is told.
const OPTIMISED: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
    // It would cut the data at every run of zeros, which brotli writes in less than the cuts take.
    "--skip-pass=memory-packing",
];

/// Binaryen's optimiser, run by Node.
fn optimise(wasm: &[u8], script: &Path, cache: &Cache) -> Outcome<Vec<u8>> {
    // What was made with other options is another result.
    let told = [OPTIMISED.join(" ").as_bytes(), wasm].concat();
    cache.get("opt.wasm", &told, || {
        let input = cache.folder().join("in.wasm");
        let output = cache.folder().join("out.wasm");
        fs::write(&input, wasm).map_err(about(&input))?;
        let ended = Command::new("node")
            .arg(script)
            .args(OPTIMISED)
            .arg(&input)
            .arg("-o")
            .arg(&output)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("wasm-opt cannot be started: {error}"))?;
        // Of names in parts that it does not know it warns, which is nobody's concern.
        if !ended.status.success() {
            let said = String::from_utf8_lossy(&ended.stderr);
            return Err(format!("wasm-opt failed ({}): {said}", ended.status));
        }
        fs::read(&output).map_err(about(&output))
    })
}

fn copy_tree(from: &Path, to: &Path) -> Outcome {
    let Ok(entries) = fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(about(from))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).map_err(about(&target))?;
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(about(&target))?;
        }
    }
    Ok(())
}

/// Prints each file with its size, plain and compressed.
fn report(package: &Path) -> Outcome {
    let mut paths: Vec<_> = fs::read_dir(package)
        .map_err(about(package))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending != "br" && ending != "gz")
        })
        .collect();
    paths.sort();
    for path in paths {
        let size = |path: &Path| fs::metadata(path).map(|data| data.len()).ok();
        let mut compressed = path.as_os_str().to_owned();
        compressed.push(".br");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match (size(&path), size(Path::new(&compressed))) {
            (Some(raw), Some(brotli)) => println!("  {name}: {raw} bytes, {brotli} with brotli"),
            (Some(raw), None) => println!("  {name}: {raw} bytes"),
            _ => {}
        }
    }
    Ok(())
}
