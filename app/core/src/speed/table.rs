//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.9227,
                layer_us: 40.05,
                sequence_us: 39.45,
                step_us: 83.78,
                compute: 0.556,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.7899,
                layer_us: 34.03,
                sequence_us: 58.55,
                step_us: 870.9,
                compute: 0.5723,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8443,
                layer_us: 46.66,
                sequence_us: 14.37,
                step_us: 435.9,
                compute: 0.4901,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8528,
                layer_us: 28.47,
                sequence_us: 49.32,
                step_us: 288.0,
                compute: 0.5,
            },
            // transformers
            Kernels {
                bandwidth: 0.8523,
                layer_us: 206.5,
                sequence_us: 49.72,
                step_us: 946.7,
                compute: 0.5,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 0.9929,
                compute: 1.141,
                launch: 0.9051,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.102,
                compute: 1.365,
                launch: 1.201,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.004,
                compute: 0.7278,
                launch: 1.209,
            },
            // Apple
            Hardware {
                bandwidth: 0.8819,
                compute: 1.441,
                launch: 2.643,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.049,
                compute: 0.9541,
                launch: 1.891,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.049,
                compute: 0.7431,
                launch: 1.772,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.046,
                compute: 1.416,
                launch: 3.704,
            },
            // Intel
            Hardware {
                bandwidth: 0.9385,
                compute: 0.7615,
                launch: 5.376,
            },
        ],
        codebook: 0.6306,
        packed_compute: 0.8484,
        packed_cuda: 1.069,
        saturation: 450.1,
        hbm_bandwidth: 0.5954,
        hbm_compute: 0.8883,
        experts: 0.9492,
        cache: 0.9067,
        busy_layer: 1.609,
        link_us: 3.655,
        bus_us: 8.736,
        half_rows: 90.18,
        attention: 0.4165,
    },
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.8268,
                high: 1.12,
                rows: 36,
            },
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 3,
            },
            Spread {
                low: 0.9478,
                high: 1.305,
                rows: 9,
            },
            Spread {
                low: 0.8327,
                high: 1.045,
                rows: 9,
            },
            Spread {
                low: 0.7922,
                high: 1.205,
                rows: 10,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 3,
            },
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.4273,
                high: 1.159,
                rows: 10,
            },
            Spread {
                low: 0.5842,
                high: 1.095,
                rows: 37,
            },
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 2,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 1,
            },
            Spread {
                low: 0.7139,
                high: 1.134,
                rows: 11,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 3,
            },
            Spread {
                low: 0.8264,
                high: 1.205,
                rows: 35,
            },
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 1,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.98,
                high: 1.03,
                rows: 6,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7539,
                high: 1.173,
                rows: 1,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
            Spread {
                low: 0.6555,
                high: 1.349,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.6432,
                high: 1.188,
                rows: 20,
            },
            Spread {
                low: 0.5923,
                high: 1.163,
                rows: 5,
            },
            Spread {
                low: 0.6632,
                high: 1.409,
                rows: 4,
            },
            Spread {
                low: 0.6632,
                high: 1.163,
                rows: 5,
            },
            Spread {
                low: 0.6632,
                high: 1.163,
                rows: 5,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.6632,
                high: 1.163,
                rows: 1,
            },
            Spread {
                low: 0.6632,
                high: 1.163,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6632,
                high: 1.385,
                rows: 2,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.6632,
                high: 1.163,
                rows: 1,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.6632,
                high: 1.163,
                rows: 2,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
            Spread {
                low: 0.5767,
                high: 1.338,
                rows: 0,
            },
        ],
    ],
};
