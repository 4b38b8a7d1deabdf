//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8739,
                packed: 0.9361,
                layer_us: 35.2,
                sequence_us: 41.97,
                step_us: 83.13,
                compute: 0.453,
                half_rows: 86.08,
                half_expert_rows: 60.39,
                attention: 0.5065,
                cache: 0.87,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8165,
                packed: 0.8657,
                layer_us: 29.32,
                sequence_us: 58.17,
                step_us: 734.6,
                compute: 0.6598,
                half_rows: 53.04,
                half_expert_rows: 80.38,
                attention: 0.7503,
                cache: 0.8474,
                tile: 5.866,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8587,
                packed: 0.9048,
                layer_us: 40.33,
                sequence_us: 12.89,
                step_us: 401.9,
                compute: 0.5905,
                half_rows: 70.58,
                half_expert_rows: 25.7,
                attention: 0.5771,
                cache: 0.8713,
                tile: 6.0,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8604,
                packed: 0.9059,
                layer_us: 29.39,
                sequence_us: 50.13,
                step_us: 302.7,
                compute: 0.341,
                half_rows: 91.77,
                half_expert_rows: 24.0,
                attention: 0.9384,
                cache: 0.8219,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8513,
                packed: 0.8915,
                layer_us: 221.3,
                sequence_us: 49.82,
                step_us: 965.1,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8656,
                packed: 0.9296,
                layer_us: 29.68,
                sequence_us: 46.27,
                step_us: 93.06,
                compute: 0.4427,
                half_rows: 41.71,
                half_expert_rows: 94.7,
                attention: 0.4764,
                cache: 0.6393,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.07,
                compute: 1.185,
                launch: 0.8661,
                attention: 1.015,
                expert_rows: 1.78,
                experts: 1.036,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.034,
                compute: 1.231,
                launch: 1.278,
                attention: 0.6695,
                expert_rows: 1.018,
                experts: 0.8678,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.001,
                compute: 0.7729,
                launch: 1.086,
                attention: 1.609,
                expert_rows: 1.141,
                experts: 1.309,
            },
            // Apple
            Hardware {
                bandwidth: 1.044,
                compute: 1.681,
                launch: 2.588,
                attention: 1.66,
                expert_rows: 0.2408,
                experts: 0.9212,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.096,
                compute: 0.9255,
                launch: 1.907,
                attention: 1.095,
                expert_rows: 2.413,
                experts: 1.176,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 0.9121,
                compute: 0.7338,
                launch: 2.192,
                attention: 1.005,
                expert_rows: 0.9897,
                experts: 0.4672,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.053,
                compute: 0.6397,
                launch: 2.884,
                attention: 0.7861,
                expert_rows: 1.35,
                experts: 1.27,
            },
            // Intel
            Hardware {
                bandwidth: 0.9688,
                compute: 0.87,
                launch: 4.733,
                attention: 0.9695,
                expert_rows: 1.0,
                experts: 1.0,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.012,
            compute: 1.148,
            launch: 0.8337,
            attention: 0.9533,
            expert_rows: 0.9221,
            experts: 1.031,
        },
        common: Common {
            codebook: 0.6098,
            packed_compute: 0.8713,
            packed_cuda: 1.073,
            saturation: 629.4,
            further_row: 4.376,
            hbm_bandwidth: 0.7448,
            hbm_compute: 0.945,
            experts: 0.741,
            busy_layer: 1.953,
            latent_layer: 0.452,
            link_us: 3.345,
            bus_us: 24.79,
            oneshot_us: 6.339,
            oneshot_hop_us: 1.393,
            host_us: 10.75,
            host_share: 0.7188,
            network_us: 180.5,
            network_share: 0.7606,
            hop_us: 3.494,
            routing: 0.7284,
            fp4_gddr: 0.14,
            unpacking: 0.9031,
            crowd: 1.541,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.852,
            prefill: 0.7251,
            attention: 0.5175,
            cache: 0.6845,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9981,
            prefill: 0.8457,
            attention: 1.025,
            cache: 1.003,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 9.177,
            prefill: 0.6996,
            attention: 0.7,
            cache: 0.7333,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.09,
            prefill: 0.598,
            attention: 0.6992,
            cache: 0.69,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.989,
            prefill: 0.8505,
            attention: 0.7428,
            cache: 1.289,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7964,
                high: 1.231,
                rows: 63,
            },
            Spread {
                low: 0.7201,
                high: 1.33,
                rows: 4,
            },
            Spread {
                low: 0.8432,
                high: 1.227,
                rows: 10,
            },
            Spread {
                low: 0.7456,
                high: 1.131,
                rows: 15,
            },
            Spread {
                low: 0.7842,
                high: 1.305,
                rows: 11,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.8054,
                high: 1.429,
                rows: 64,
            },
            Spread {
                low: 0.6745,
                high: 1.297,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.737,
                high: 1.311,
                rows: 151,
            },
            Spread {
                low: 0.7504,
                high: 1.112,
                rows: 37,
            },
            Spread {
                low: 0.8047,
                high: 1.093,
                rows: 15,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.7672,
                high: 1.297,
                rows: 1,
            },
            Spread {
                low: 0.6201,
                high: 1.191,
                rows: 17,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.64,
                rows: 12,
            },
            Spread {
                low: 0.8097,
                high: 1.349,
                rows: 37,
            },
            Spread {
                low: 0.7672,
                high: 1.297,
                rows: 1,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.95,
                high: 1.092,
                rows: 14,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7672,
                high: 1.297,
                rows: 1,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.8111,
                high: 1.196,
                rows: 66,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
            Spread {
                low: 0.6671,
                high: 1.491,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7893,
                high: 1.356,
                rows: 35,
            },
            Spread {
                low: 0.6925,
                high: 1.518,
                rows: 5,
            },
            Spread {
                low: 0.6925,
                high: 1.406,
                rows: 4,
            },
            Spread {
                low: 0.8738,
                high: 1.745,
                rows: 12,
            },
            Spread {
                low: 0.4705,
                high: 1.399,
                rows: 6,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.635,
                high: 1.421,
                rows: 54,
            },
            Spread {
                low: 0.6925,
                high: 1.396,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.782,
                high: 1.27,
                rows: 47,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.4368,
                high: 1.133,
                rows: 13,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6925,
                high: 1.396,
                rows: 2,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.6281,
                high: 1.435,
                rows: 8,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.7731,
                high: 1.242,
                rows: 58,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
            Spread {
                low: 0.6021,
                high: 1.605,
                rows: 0,
            },
        ],
    ],
};
