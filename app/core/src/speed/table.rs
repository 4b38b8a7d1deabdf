//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8653,
                layer_us: 55.48,
                sequence_us: 42.0,
                compute: 0.6046,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.7106,
                layer_us: 35.5,
                sequence_us: 31.86,
                compute: 0.6813,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.7905,
                layer_us: 40.28,
                sequence_us: 14.87,
                compute: 0.4628,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.7557,
                layer_us: 17.0,
                sequence_us: 51.79,
                compute: 0.45,
            },
            // transformers
            Kernels {
                bandwidth: 0.75,
                layer_us: 200.0,
                sequence_us: 50.0,
                compute: 0.45,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.068,
                compute: 1.194,
                launch: 0.7565,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.221,
                compute: 1.404,
                launch: 2.007,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.093,
                compute: 0.8534,
                launch: 1.028,
            },
            // Apple
            Hardware {
                bandwidth: 0.8406,
                compute: 1.396,
                launch: 1.096,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 0.9079,
                compute: 1.0,
                launch: 1.047,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.144,
                compute: 0.9633,
                launch: 0.8903,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 0.9384,
                compute: 1.085,
                launch: 1.027,
            },
            // Intel
            Hardware {
                bandwidth: 1.0,
                compute: 1.0,
                launch: 1.0,
            },
        ],
        codebook: 0.6317,
        packed_compute: 0.8343,
        saturation: 311.3,
        hbm_bandwidth: 0.6672,
        hbm_compute: 0.9942,
        experts: 1.0,
        cache: 0.9251,
        busy_layer: 1.478,
        link_us: 2.117,
        bus_us: 28.84,
        half_rows: 67.04,
        attention: 0.4321,
    },
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.8228,
                high: 1.103,
                rows: 23,
            },
            Spread {
                low: 0.6607,
                high: 1.153,
                rows: 3,
            },
            Spread {
                low: 0.9149,
                high: 1.285,
                rows: 7,
            },
            Spread {
                low: 0.7366,
                high: 1.105,
                rows: 6,
            },
            Spread {
                low: 0.6607,
                high: 1.153,
                rows: 5,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.6607,
                high: 1.153,
                rows: 2,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.4756,
                high: 1.261,
                rows: 7,
            },
            Spread {
                low: 0.6024,
                high: 1.146,
                rows: 25,
            },
            Spread {
                low: 0.6607,
                high: 1.153,
                rows: 1,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5033,
                high: 1.153,
                rows: 2,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.6607,
                high: 1.153,
                rows: 3,
            },
            Spread {
                low: 0.8404,
                high: 1.182,
                rows: 35,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9662,
                high: 1.027,
                rows: 6,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
            Spread {
                low: 0.5745,
                high: 1.326,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.6523,
                high: 1.115,
                rows: 10,
            },
            Spread {
                low: 0.6531,
                high: 1.152,
                rows: 5,
            },
            Spread {
                low: 0.664,
                high: 1.124,
                rows: 3,
            },
            Spread {
                low: 0.664,
                high: 1.124,
                rows: 2,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.664,
                high: 1.124,
                rows: 1,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.664,
                high: 1.124,
                rows: 2,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.664,
                high: 1.124,
                rows: 2,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
            Spread {
                low: 0.5774,
                high: 1.292,
                rows: 0,
            },
        ],
    ],
};
