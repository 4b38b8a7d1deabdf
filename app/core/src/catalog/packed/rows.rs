//! Every kind of row with its fields, in the order in which they are written.

#[cfg(feature = "evidence")]
use super::Writer;
use super::{Packed, Reader};
use crate::catalog::market::{self};
use crate::catalog::power::{self, Power};
use crate::catalog::{
    Chip, ExchangeRate, FormFactor, Gpu, GpuMemory, Link, MemoryBasis, MemoryKind, Model, Params,
    Past, Price, PriceBasis, Rates, Segment, SmallShare, Source, Unified, Vendor, WeightsMemo,
};
use crate::model::arch::{
    Arch, Attention, AttnBias, Compressed, Extra, ExtraKind, HeadOverride, Indexer, IndexerKind,
    Linear, LinearKind, Mla, Moe, Norms, OutputGate, QkNorm, Sinks,
};
use crate::model::native::Native;
use crate::units::Currency;

/// Writes the fields of a row, each into its column (by the trait’s name: what a field points at is no field) and reads them so; those that are left have a value of their own. A
/// variant is its number and its fields.
macro_rules! packed {
    (struct $type:ty { $($field:ident),* } $(leaving { $($left:ident: $value:expr),* })?) => {
        impl $crate::catalog::packed::Packed for $type {
            #[cfg(feature = "evidence")]
            fn pack(&self, to: &mut $crate::catalog::packed::Writer) {
                let mut columns = to.row::<Self>([$(stringify!($field)),*].len())..;
                $(
                    to.at(columns.next().unwrap_or_default());
                    $crate::catalog::packed::Packed::pack(&self.$field, to);
                )*
            }

            fn unpack(from: &mut $crate::catalog::packed::Reader) -> Option<Self> {
                let mut columns = from.row::<Self>([$(stringify!($field)),*].len())..;
                Some(Self {
                    $($field: {
                        from.at(columns.next()?);
                        $crate::catalog::packed::Packed::unpack(from)?
                    },)*
                    $($($left: $value,)*)?
                })
            }
        }
    };
    (enum $type:ty { $($number:literal $variant:ident { $($field:tt: $name:ident),* }),* }) => {
        impl Packed for $type {
            #[cfg(feature = "evidence")]
            fn pack(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant { $($field: $name),* } => {
                        to.number($number);
                        $(Packed::pack($name, to);)*
                    })*
                }
            }

            fn unpack(from: &mut Reader) -> Option<Self> {
                Some(match from.number()? {
                    $($number => Self::$variant { $($field: Packed::unpack(from)?),* },)*
                    _ => return None,
                })
            }
        }
    };
}

packed!(struct Currency { id, code, sign, per_usd });
packed!(struct Source { title, url });
packed!(struct Price { usd, low, high, date, condition, basis, source });
packed!(struct Past { cents, date, condition, source });
packed!(struct Gpu { id, name, aliases, vendor, architecture, chip, segment, memory, memory_type, memory_kind, unified, bandwidth, rates, tdp_w, power_range_w, slots, length_mm, form_factor, form, pcie, link, connectors, launched, price, used, price_by_gb, price_history, sources, as_of, unverified } leaving { note: "" });
packed!(struct GpuMemory { bytes, basis, nominal_gb });
packed!(struct Unified { sizes_gb, share_percent, small });
packed!(struct SmallShare { up_to_gb, share_percent });
packed!(struct Link { name, bandwidth });
packed!(struct Rates { fp32, fp16, fp16_fp16acc, fp8, fp4, int8 });
packed!(struct Model { id, name, aliases, family, vendor, released, native, reasoning, params, arch, sources, as_of } leaving { hf_repo: "", licence: "", modality: "", note: "", memo: WeightsMemo::new() });
packed!(struct Params { total, text, vision, mtp, mtp_layers, stored_duplicate, active_published, embedding, routed_experts });
packed!(struct ExchangeRate { currency, name, aliases, date, source });
packed!(struct market::Part { id, name, aliases, spec, price, price_history, sources, as_of, note });
packed!(struct market::Quote { cents, low, high, date, condition, basis, source });
packed!(struct market::Cpu { socket, pro, cores, tdp_w, lanes, channels });
packed!(struct market::Board { socket, pro_only, slots, dimms, max_ram_gib, layout, older_slots, shared_lanes, bifurcation, bmc });
packed!(struct market::Psu { watts, class, full_output });
packed!(struct market::Ssd { gb, read_mb_s });
packed!(struct market::Ram { modules, module_gib, registered, mt_s });
packed!(struct market::Cooler { sockets, liquid, height_mm });
packed!(struct market::Case { slots, card_mm, cooler_mm });
packed!(struct market::Ups { watts, va });
packed!(struct market::Provider { id, name });
packed!(struct market::Offer { provider, gpu, gpus, up_to, micro_usd_per_hour, term, instance, date, source, note });
packed!(struct market::ApiPrice { provider, model, listed_as, input_micro_usd, output_micro_usd, date, source, note });
packed!(struct power::Efficiency { id, name, aliases, at_115_v, at_230_v, sources, as_of });
packed!(struct power::PsuSize { watts, full_from_v, sources, as_of, note });
packed!(struct power::Circuit { id, region, receptacle, aliases, volts, amps, continuous_permille, sources, as_of, note });
packed!(struct power::Region { id, name, aliases, price, grid, as_of, note });
packed!(struct power::Tariff { millicents, period, date, local, source });
packed!(struct power::LocalPrice { millicents, currency, usd_permille });
packed!(struct power::Grid { mg_per_kwh, date, source });
packed!(struct power::Curve { id, gpu, load, concurrent, prompt, mixture, points, sources, as_of, note });
packed!(struct power::MachinePower { id, busy_mw, idle_mw, basis, loads, sources, as_of, note });
packed!(struct power::MachineLoads { stream_mw, many_mw, prompt_mw });
packed!(struct power::Cpu { id, name, aliases, tdp_w, peak_w, cores, sockets, lanes, memory, sources, as_of, note });
packed!(struct power::MemorySystem { ddr, registered, channels, mt_s, mt_s_two, mt_s_mrdimm, max_gib, dies });
packed!(struct power::Dies { count, links, fabric_mhz });
packed!(struct power::Draws { board, dimm, drive, fan, pump, gpu_consumer, gpu_workstation, gpu_data_center });
packed!(struct power::Draw { name, busy_mw, idle_mw, sources, as_of, note });
packed!(struct power::Ups { id, name, aliases, watts, va, input_v, sources, as_of, note });
packed!(struct Arch { hidden_size, intermediate_size, intermediate_per_layer, heads, kv_heads, head_dim, v_head_dim, vocab_size, tied, head_bias, max_context, layers, mlp, mlp_gated, fused, attention, moe, linear, norms, extra });
packed!(struct Attention { bias, qk_norm, output_gate, sinks, sliding_window, chunk_size, mla, indexer, compressed, overrides, kv_shared_layers });
packed!(struct Mla { kv_lora_rank, q_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim });
packed!(struct Indexer { kind, heads, head_dim, selects, layers });
packed!(struct Compressed { q_lora_rank, o_groups, o_lora_rank, qk_rope_head_dim, index_n_heads, index_head_dim, index_selects, ratio_x, ratio_h });
packed!(struct HeadOverride { layer, heads, kv_heads, head_dim, v_head_dim, k_eq_v });
packed!(struct Moe { experts, active, intermediate_size, shared, shared_intermediate_size, router_bias, shared_gate, expert_bias, latent_size, latent_norm, parallel_dense });
packed!(struct Linear { kind, conv_kernel, state_elements, conv_state_elements });
packed!(struct Norms { bias, per_layer });
packed!(struct Extra { name, kind, params });
packed!(enum PriceBasis { 0 Market {  }, 1 List {  }, 2 Used {  }, 3 Estimated {  } });
packed!(enum Chip { 0 Maxwell {  }, 1 Pascal {  }, 2 Volta {  }, 3 Turing {  }, 4 Ampere {  }, 5 AdaLovelace {  }, 6 Hopper {  }, 7 Blackwell {  }, 8 BlackwellUltra {  }, 9 Gcn5 {  }, 10 Cdna1 {  }, 11 Cdna2 {  }, 12 Cdna3 {  }, 13 Cdna4 {  }, 14 Rdna2 {  }, 15 Rdna3 {  }, 16 Rdna3_5 {  }, 17 Rdna4 {  }, 18 AppleSilicon {  }, 19 Gaudi {  }, 20 XeHpg {  }, 21 Xe2Hpg {  }, 22 Xe2Lpg {  } });
packed!(enum MemoryBasis { 0 Reported {  }, 1 Nominal {  } });
packed!(enum MemoryKind { 0 Gddr {  }, 1 Hbm {  }, 2 Lpddr {  } });
packed!(enum FormFactor { 0 OpenAir {  }, 1 Blower {  }, 2 Passive {  }, 3 Module {  }, 4 Machine {  } });
packed!(enum Vendor { 0 Nvidia {  }, 1 Amd {  }, 2 Apple {  }, 3 Intel {  } });
packed!(enum Segment { 0 Consumer {  }, 1 Workstation {  }, 2 DataCenter {  }, 3 Unified {  }, 4 Laptop {  } });
packed!(enum market::Spec { 0 Cpu { 0: one }, 1 Board { 0: one }, 2 Psu { 0: one }, 3 Ssd { 0: one }, 4 Ram { 0: one }, 5 Cooler { 0: one }, 6 Case { 0: one }, 7 Ups { 0: one }, 8 Extra {  } });
packed!(enum market::Socket { 0 Am5 {  }, 1 Lga1851 {  }, 2 Tr5 {  }, 3 Sp5 {  }, 4 Sp3 {  } });
packed!(enum market::PsuClass { 0 Gold {  }, 1 Platinum {  }, 2 Titanium {  } });
packed!(enum market::FullOutput { 0 Any {  }, 1 HighLine {  } });
packed!(enum market::Term { 0 OnDemand {  }, 1 Reserved {  }, 2 Spot {  } });
packed!(enum power::PowerBasis { 0 Published {  }, 1 Measured {  }, 2 Assumed {  } });
packed!(enum AttnBias { 0 None {  }, 1 Qkv {  }, 2 Qkvo {  } });
packed!(enum QkNorm { 0 None {  }, 1 Head {  }, 2 Full {  } });
packed!(enum OutputGate { 0 None {  }, 1 Elementwise {  }, 2 PerHead {  } });
packed!(enum Sinks { 0 None {  }, 1 All {  }, 2 Sliding {  } });
packed!(enum IndexerKind { 0 Dsa {  }, 1 Gqa {  } });
packed!(enum LinearKind { 0 GatedDeltaNet { k_heads: k_heads, k_head_dim: k_head_dim, v_heads: v_heads, v_head_dim: v_head_dim }, 1 Kda { k_heads: k_heads, k_head_dim: k_head_dim, v_heads: v_heads, v_head_dim: v_head_dim, full_rank_gate: full_rank_gate }, 2 Mamba1 { expand: expand, state_size: state_size, dt_rank: dt_rank, conv_bias: conv_bias, inner_norms: inner_norms }, 3 Mamba2 { heads: heads, head_dim: head_dim, groups: groups, state_size: state_size, conv_bias: conv_bias }, 4 ShortConv {  }, 5 Lightning { heads: heads, head_dim: head_dim, qk_norm: qk_norm } });
packed!(enum ExtraKind { 0 PerLayerEmbedding {  }, 1 PerLayerInput {  }, 2 PerLayerProjection {  }, 3 Projection {  }, 4 Small {  } });
packed!(enum Native { 0 F16 {  }, 1 Bf16 {  }, 2 Fp8Block {  }, 3 Mxfp4Experts {  }, 4 Int4Experts {  }, 5 Fp4Experts {  } });

pub(crate) use packed;

/// The tables of power: one that the first edition has alike is not written again.
macro_rules! power {
    ($($table:ident),*) => {
        impl Packed for &'static Power {
            #[cfg(feature = "evidence")]
            fn pack(&self, to: &mut Writer) {
                let first = to.power;
                $(
                    let same = first.is_some_and(|first| first.$table == self.$table);
                    to.number(same.into());
                    if !same {
                        Packed::pack(&self.$table, to);
                    }
                )*
                to.power = first.or(Some(self));
            }

            fn unpack(from: &mut Reader) -> Option<Self> {
                let first = from.power;
                let power = Power {
                    $($table: match from.number()? {
                        0 => Packed::unpack(from)?,
                        _ => first?.$table,
                    },)*
                };
                let power: &'static Power = Box::leak(Box::new(power));
                from.power = first.or(Some(power));
                Some(power)
            }
        }
    };
}

power!(
    efficiencies,
    psus,
    circuits,
    regions,
    curves,
    machines,
    cpus,
    draws,
    upses
);
