//! From what was read to a query: a row of the catalogue where there is the same, else the architecture itself.

use super::found::{Imported, Refusal};
use super::safetensors::{Index, Sizes};
use super::{config, gguf};
use crate::catalog::{Catalog, Model};
use crate::codec::{self, Query, arch};
use crate::engine::Engine;
use crate::model::arch::Arch;
use crate::model::native::Native;
use crate::model::quant::Quant;
use crate::model::weights::weigh;
use crate::scenario::keys::{ARCH, ENGINE, FILE, MODEL, NAMED, WEIGHTS};
use crate::scenario::{About, FileSize};
use crate::units::{grouped, params};

/// What was found, of whatever files.
pub(super) struct Found {
    arch: Arch,
    about: About,
    quant: Quant,
    /// The engine that alone loads it.
    engine: Option<Engine>,
    /// Bytes of the text model, and whether a header or index says them exactly.
    bytes: Option<(u64, bool)>,
    /// Whether there is a tower, as far as that is known.
    tower: Option<bool>,
    name: String,
    notes: Vec<String>,
}

impl Found {
    pub(super) fn of_gguf(read: gguf::Described) -> Self {
        let mut notes = read.notes;
        let quant = read.quant.unwrap_or_else(|| {
            notes.push("The types of this file are no mix that has a name here; Q4_K_M stands for them, and the bytes are those of the file.".to_owned());
            Quant::Q4KM
        });
        if read.mtp > 0 {
            notes.push(format!(
                "{} parameters of blocks that predict more tokens are not counted: they are loaded only by engines that speculate with them.",
                params(read.mtp)
            ));
        }
        let native = match (quant, &read.arch.moe) {
            (Quant::Mxfp4Moe, Some(_)) => Native::Mxfp4Experts,
            _ => Native::Bf16,
        };
        let about = About {
            native,
            vision: read.tower,
            mtp: read.mtp,
            mtp_layers: if read.mtp > 0 {
                read.mtp_layers.max(1)
            } else {
                0
            },
            name: String::new(),
        };
        notes.push(format!("Read as {} of llama.cpp.", read.kind));
        Self {
            arch: read.arch,
            about,
            quant,
            engine: read.engine,
            bytes: Some((read.bytes, true)),
            tower: (read.tower > 0).then_some(true),
            name: read.name,
            notes,
        }
    }

    pub(super) fn of_config(
        read: config::Described,
        sizes: Option<Sizes>,
        index: Option<Index>,
    ) -> Result<Self, Refusal> {
        let mut notes = read.notes;
        let mut about = read.about;
        let counted = read.arch.params();
        let quant = read.packed.quant;
        let has_index = index.is_some();
        let wide = matches!(quant, Some(Quant::Bf16 | Quant::F16));
        let mut tower_known = !read.tower;
        let mut bytes = None;
        if let Some(sizes) = sizes {
            belongs(&sizes, counted)?;
            bytes = Some((sizes.text.1, true));
            if sizes.tower.0 > 0 && !sizes.packed {
                about.vision = sizes.tower.0;
                tower_known = true;
            } else if sizes.tower.0 == 0 {
                about.vision = 0;
                tower_known = true;
            }
            if sizes.mtp.0 > 0 && !sizes.packed {
                (about.mtp, about.mtp_layers) = (sizes.mtp.0, read.mtp_layers.max(1));
            }
        } else if let Some(index) = index {
            let plain = !index.tower && !index.mtp;
            match index.bytes {
                Some(all) if plain => bytes = Some((all, true)),
                Some(all) if wide && !index.mtp && all / 2 > counted => {
                    about.vision = all / 2 - counted;
                    tower_known = true;
                }
                Some(_) => notes.push("The index does not say how many of its bytes are the text model\u{2019}s; they are counted by the rule of the format. The headers of the files tell.".to_owned()),
                None => notes.push("The index does not say how many bytes its tensors take.".to_owned()),
            }
            if let Some((all, _)) = bytes
                && wide
                && (all / 2).abs_diff(counted) > counted / 100
            {
                return Err(Refusal::new(format!(
                    "The index holds {} parameters, and the configuration describes {}: they do not belong together.",
                    grouped(all / 2),
                    grouped(counted)
                )));
            }
        }
        let Some(quant) = quant.or_else(|| bytes.and_then(|(bytes, _)| nearest(bytes, counted)))
        else {
            return Err(Refusal::new(format!(
                "What the weights take in this format ({}) has no rule here: add the headers of the .safetensors files{}, which say how many bytes they are.",
                read.packed.named,
                if has_index { "" } else { ", or their index" }
            )));
        };
        if bytes.is_none() {
            bytes = read.packed.counted.map(|counted| (counted, false));
        }
        if !read.packed.has_rule {
            let by = match bytes {
                Some((_, false)) => "are counted from its bits and groups",
                _ => "are those of the files",
            };
            notes.push(format!(
                "The format of the weights ({}) has no rule here; {} stands for it, and the bytes {by}.",
                read.packed.named,
                quant.name()
            ));
        }
        if about.vision > 0 && !tower_known {
            notes.push(format!(
                "The tower that sees or hears is counted from its widths as {} parameters at most; the headers of the files give the exact number.",
                params(about.vision)
            ));
        }
        if read.mtp_layers > 0 && about.mtp == 0 {
            notes.push("Blocks that predict more tokens are not counted: they are loaded only by engines that speculate with them.".to_owned());
        }
        notes.push(format!("Read as {} of transformers.", read.kind));
        Ok(Self {
            arch: read.arch,
            tower: Some(about.vision > 0),
            about,
            quant,
            engine: None,
            bytes,
            name: String::new(),
            notes,
        })
    }

    /// The query, with what the model is called by whoever gave it, by itself, or by its file.
    pub(super) fn imported(
        mut self,
        given: &str,
        file: &str,
        catalog: &Catalog,
    ) -> Result<Imported, Refusal> {
        let file = file_name(file);
        let names = [given, &self.name, &file].map(codec::model_name);
        let name = names
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let listed = self.listed(&name, catalog);
        let mut query = Query::default();
        match listed {
            Some(model) => {
                self.notes.insert(
                    0,
                    format!(
                        "The same architecture as {} in the catalogue, which is taken.",
                        model.name
                    ),
                );
                query.set(MODEL.key, model.id);
            }
            None => {
                if let Some(alike) = self.alike(catalog).first() {
                    self.notes.insert(0, format!("As large as {} in the catalogue, layer by layer; what differs is the context that it is published for, or a tower.", alike.name));
                }
                query.set(MODEL.key, "custom");
                query.set(ARCH.key, arch::text(&self.arch, &self.about));
                if !name.is_empty() {
                    query.set(NAMED.key, name);
                }
            }
        }
        query.set(WEIGHTS.key, self.quant.id());
        if let Some(engine) = self
            .engine
            .filter(|engine| *engine != Engine::natural_for(self.quant))
        {
            query.set(ENGINE.key, engine.id());
        }
        if let Some((bytes, exact)) = self.bytes {
            let by_rule = weigh(&self.arch, self.about.native, 0, self.quant).total();
            let (least, most) = FileSize::BYTES;
            if bytes != by_rule && (least..=most).contains(&bytes) {
                query.set(FILE.key, format!("{bytes}b"));
            }
            if exact {
                self.notes.push(format!(
                    "The weights take {} bytes by what the files say of themselves.",
                    grouped(bytes)
                ));
            }
        }
        let decoded = codec::decode_query(&query, catalog);
        if let Some(unread) = decoded.scenario.not_understood.first() {
            return Err(Refusal::new(unread.to_string()));
        }
        let model = &decoded.scenario.model;
        let counted = model.arch().params();
        Ok(Imported {
            query: codec::encode(&decoded.scenario),
            model: model.name(counted),
            listed: listed.map(|model| model.id),
            params: counted,
            vision_params: model.vision_params(),
            bytes: self
                .bytes
                .filter(|(_, exact)| *exact)
                .map(|(bytes, _)| bytes),
            notes: self.notes,
        })
    }

    /// Rows with the same tensors and the same cache of a token.
    fn alike(&self, catalog: &Catalog) -> Vec<&'static Model> {
        let bare = |arch: &Arch| {
            let plain = Arch {
                extra: std::borrow::Cow::Borrowed(&[]),
                ..arch.clone()
            };
            arch::shape(&plain)
        };
        let own = bare(&self.arch);
        let counted = self.arch.params();
        let alike = |model: &&'static Model| {
            model.params.text.abs_diff(counted) <= counted / 1_000 && bare(&model.arch) == own
        };
        catalog.models.iter().copied().filter(alike).collect()
    }

    /// The row with the same tensors and cache, the same context, and a tower where this has one.
    fn listed(&self, name: &str, catalog: &Catalog) -> Option<&'static Model> {
        let mut rows = self.alike(catalog);
        rows.retain(|model| model.arch.max_context == self.arch.max_context);
        // Names of checkpoints end in their formats: GLM-5.1-NVFP4, Qwen3-32B-FP8-dynamic.
        let ends = name.match_indices('-').map(|(end, _)| end).rev().take(3);
        let names = std::iter::once(name).chain(ends.filter_map(|end| name.get(..end)));
        let mut known = names.filter_map(|name| codec::words::meant(name, catalog.models));
        let named = known.next().map(|(model, _)| model.id);
        let by_name = rows.iter().find(|model| Some(model.id) == named);
        let with_tower = |model: &&&'static Model| {
            self.tower
                .is_none_or(|tower| tower == (model.params.vision > 0))
        };
        by_name.or_else(|| rows.iter().find(with_tower)).copied()
    }
}

/// A file's name without its ending; that of a configuration or a part is no name of a model.
fn file_name(file: &str) -> String {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let Some(stem) = file.strip_suffix(".gguf") else {
        return String::new();
    };
    let part = stem
        .rsplit_once("-of-")
        .filter(|(_, count)| count.bytes().all(|byte| byte.is_ascii_digit()));
    let stem = part
        .and_then(|(start, _)| start.rsplit_once('-'))
        .map_or(stem, |(start, _)| start);
    stem.to_owned()
}

/// Refuses headers that hold another number of parameters than the configuration describes.
fn belongs(sizes: &Sizes, counted: u64) -> Result<(), Refusal> {
    let held = sizes.text.0;
    if sizes.packed || held.abs_diff(counted) <= counted / 100 {
        return Ok(());
    }
    Err(Refusal::new(format!(
        "The headers hold {} parameters, and the configuration describes {}: they do not belong together, or files are missing.",
        grouped(held),
        grouped(counted)
    )))
}

/// The format whose bits a parameter are nearest to those of the files.
fn nearest(bytes: u64, counted: u64) -> Option<Quant> {
    let bits = bytes.checked_mul(80)?.checked_div(counted)?;
    Some(match bits {
        0..=70 => Quant::Gptq,
        71..=120 => Quant::Int8,
        _ => Quant::Bf16,
    })
}
