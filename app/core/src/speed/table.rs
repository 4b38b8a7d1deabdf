//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8744,
                packed: 0.9266,
                layer_us: 35.69,
                sequence_us: 37.77,
                step_us: 76.74,
                compute: 0.4765,
                half_rows: 36.25,
                half_expert_rows: 84.41,
                attention: 0.4862,
                cache: 0.8697,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.826,
                packed: 0.8549,
                layer_us: 35.74,
                sequence_us: 55.42,
                step_us: 612.6,
                compute: 0.4244,
                half_rows: 68.45,
                half_expert_rows: 20.65,
                attention: 0.7673,
                cache: 0.8601,
                tile: 5.453,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8544,
                packed: 0.8653,
                layer_us: 43.27,
                sequence_us: 14.51,
                step_us: 422.9,
                compute: 0.4804,
                half_rows: 71.79,
                half_expert_rows: 26.63,
                attention: 0.4688,
                cache: 0.882,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8564,
                packed: 0.901,
                layer_us: 28.61,
                sequence_us: 49.82,
                step_us: 296.8,
                compute: 0.3492,
                half_rows: 64.77,
                half_expert_rows: 24.0,
                attention: 0.4056,
                cache: 0.8219,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8524,
                packed: 0.8915,
                layer_us: 196.6,
                sequence_us: 49.67,
                step_us: 937.5,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8822,
                packed: 0.9425,
                layer_us: 31.95,
                sequence_us: 48.9,
                step_us: 97.74,
                compute: 0.5537,
                half_rows: 53.34,
                half_expert_rows: 25.05,
                attention: 0.6718,
                cache: 0.6234,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.088,
                compute: 0.9992,
                launch: 1.006,
                attention: 1.226,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.048,
                compute: 1.504,
                launch: 1.241,
                attention: 0.7608,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.012,
                compute: 0.9233,
                launch: 1.059,
                attention: 1.468,
            },
            // Apple
            Hardware {
                bandwidth: 1.02,
                compute: 1.444,
                launch: 2.894,
                attention: 1.129,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.082,
                compute: 0.8527,
                launch: 2.047,
                attention: 0.9504,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.049,
                compute: 0.7886,
                launch: 1.786,
                attention: 1.006,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.068,
                compute: 0.6094,
                launch: 2.909,
                attention: 0.8148,
            },
            // Intel
            Hardware {
                bandwidth: 0.9472,
                compute: 0.7324,
                launch: 5.206,
                attention: 0.9662,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.024,
            compute: 1.088,
            launch: 0.8205,
            attention: 1.014,
        },
        common: Common {
            codebook: 0.6185,
            packed_compute: 0.8921,
            packed_cuda: 1.013,
            saturation: 683.8,
            hbm_bandwidth: 0.6464,
            hbm_compute: 0.8376,
            experts: 0.9067,
            busy_layer: 1.76,
            latent_layer: 0.7979,
            link_us: 3.745,
            bus_us: 34.24,
            oneshot_us: 6.013,
            oneshot_hop_us: 3.594,
            host_us: 8.498,
            host_share: 0.6399,
            network_us: 170.2,
            network_share: 0.7127,
            hop_us: 2.031,
            routing: 0.7741,
            fp4_gddr: 0.1807,
            fp8_gddr: 1.061,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.44,
            prefill: 0.7254,
            attention: 0.3356,
            cache: 0.6786,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9994,
            prefill: 0.8492,
            attention: 1.027,
            cache: 1.001,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 7.778,
            prefill: 0.6975,
            attention: 0.7,
            cache: 0.7331,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.036,
            prefill: 0.7111,
            attention: 0.7001,
            cache: 0.6968,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.929,
            prefill: 0.8636,
            attention: 0.745,
            cache: 1.31,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7744,
                high: 1.235,
                rows: 50,
            },
            Spread {
                low: 0.7551,
                high: 1.286,
                rows: 3,
            },
            Spread {
                low: 0.95,
                high: 1.232,
                rows: 9,
            },
            Spread {
                low: 0.8715,
                high: 1.247,
                rows: 9,
            },
            Spread {
                low: 0.8117,
                high: 1.33,
                rows: 10,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.7835,
                high: 1.373,
                rows: 55,
            },
            Spread {
                low: 0.6621,
                high: 1.293,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6878,
                high: 1.383,
                rows: 132,
            },
            Spread {
                low: 0.7547,
                high: 1.197,
                rows: 37,
            },
            Spread {
                low: 0.778,
                high: 1.05,
                rows: 14,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.7551,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.8241,
                high: 1.249,
                rows: 11,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.7551,
                high: 1.286,
                rows: 2,
            },
            Spread {
                low: 0.7768,
                high: 1.391,
                rows: 35,
            },
            Spread {
                low: 0.7551,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9297,
                high: 1.106,
                rows: 14,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7551,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.7551,
                high: 1.229,
                rows: 50,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6566,
                high: 1.479,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.8194,
                high: 1.323,
                rows: 31,
            },
            Spread {
                low: 0.6741,
                high: 1.458,
                rows: 5,
            },
            Spread {
                low: 0.6741,
                high: 1.458,
                rows: 4,
            },
            Spread {
                low: 0.6741,
                high: 1.458,
                rows: 5,
            },
            Spread {
                low: 0.6741,
                high: 1.458,
                rows: 5,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.6741,
                high: 1.422,
                rows: 54,
            },
            Spread {
                low: 0.6741,
                high: 1.458,
                rows: 2,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.4633,
                high: 1.834,
                rows: 37,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.7483,
                high: 1.824,
                rows: 11,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.6741,
                high: 1.458,
                rows: 2,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.3378,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.7349,
                high: 2.374,
                rows: 48,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
            Spread {
                low: 0.5861,
                high: 1.677,
                rows: 0,
            },
        ],
    ],
};
