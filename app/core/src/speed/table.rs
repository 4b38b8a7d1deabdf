//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8699,
                packed: 0.9369,
                layer_us: 34.05,
                sequence_us: 38.31,
                step_us: 77.35,
                compute: 0.4295,
                half_rows: 36.96,
                half_expert_rows: 76.87,
                attention: 0.4639,
                cache: 0.8835,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8138,
                packed: 0.8691,
                layer_us: 29.61,
                sequence_us: 58.46,
                step_us: 814.8,
                compute: 0.5813,
                half_rows: 52.56,
                half_expert_rows: 90.55,
                attention: 0.7363,
                cache: 0.8556,
                tile: 5.74,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8562,
                packed: 0.8927,
                layer_us: 44.09,
                sequence_us: 14.17,
                step_us: 409.1,
                compute: 0.6058,
                half_rows: 68.87,
                half_expert_rows: 26.48,
                attention: 0.5236,
                cache: 0.8804,
                tile: 6.003,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.864,
                packed: 0.91,
                layer_us: 28.67,
                sequence_us: 49.77,
                step_us: 295.9,
                compute: 0.3126,
                half_rows: 68.91,
                half_expert_rows: 24.0,
                attention: 0.4776,
                cache: 0.8212,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8522,
                packed: 0.8915,
                layer_us: 203.2,
                sequence_us: 49.7,
                step_us: 944.2,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8818,
                packed: 0.9429,
                layer_us: 28.98,
                sequence_us: 47.49,
                step_us: 95.45,
                compute: 0.4916,
                half_rows: 55.28,
                half_expert_rows: 25.54,
                attention: 0.6626,
                cache: 0.6454,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.057,
                compute: 1.15,
                launch: 0.9504,
                attention: 1.226,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.033,
                compute: 1.259,
                launch: 1.269,
                attention: 0.6819,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.026,
                compute: 0.8743,
                launch: 0.9406,
                attention: 1.655,
            },
            // Apple
            Hardware {
                bandwidth: 1.01,
                compute: 1.573,
                launch: 2.898,
                attention: 1.125,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 0.9668,
                launch: 2.071,
                attention: 0.9497,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.039,
                compute: 0.7022,
                launch: 1.954,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.037,
                compute: 0.6642,
                launch: 2.694,
                attention: 0.8659,
            },
            // Intel
            Hardware {
                bandwidth: 0.9673,
                compute: 0.828,
                launch: 4.818,
                attention: 0.963,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.022,
            compute: 1.085,
            launch: 0.7934,
            attention: 1.013,
        },
        common: Common {
            codebook: 0.6238,
            packed_compute: 0.8921,
            packed_cuda: 1.027,
            saturation: 567.3,
            hbm_bandwidth: 0.7365,
            hbm_compute: 0.941,
            experts: 0.8687,
            busy_layer: 1.903,
            latent_layer: 0.5318,
            link_us: 4.154,
            bus_us: 22.76,
            oneshot_us: 5.768,
            oneshot_hop_us: 1.081,
            host_us: 9.073,
            host_share: 0.4757,
            network_us: 177.1,
            network_share: 0.7433,
            hop_us: 3.726,
            routing: 0.7527,
            fp4_gddr: 0.1464,
            unpacking: 0.857,
            crowd: 1.396,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.61,
            prefill: 0.7443,
            attention: 0.5405,
            cache: 0.6853,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 1.0,
            prefill: 0.8413,
            attention: 1.023,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.84,
            prefill: 0.6992,
            attention: 0.7,
            cache: 0.7341,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.06,
            prefill: 0.65,
            attention: 0.6995,
            cache: 0.7032,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.894,
            prefill: 0.8417,
            attention: 0.7334,
            cache: 1.298,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7881,
                high: 1.254,
                rows: 52,
            },
            Spread {
                low: 0.7015,
                high: 1.354,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.247,
                rows: 9,
            },
            Spread {
                low: 0.8958,
                high: 1.272,
                rows: 9,
            },
            Spread {
                low: 0.7953,
                high: 1.309,
                rows: 10,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.7719,
                high: 1.383,
                rows: 59,
            },
            Spread {
                low: 0.6599,
                high: 1.286,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6787,
                high: 1.349,
                rows: 145,
            },
            Spread {
                low: 0.7503,
                high: 1.181,
                rows: 37,
            },
            Spread {
                low: 0.7739,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.7679,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.7833,
                high: 1.255,
                rows: 11,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.65,
                rows: 12,
            },
            Spread {
                low: 0.7847,
                high: 1.417,
                rows: 37,
            },
            Spread {
                low: 0.7679,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9273,
                high: 1.115,
                rows: 14,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7679,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.7753,
                high: 1.226,
                rows: 64,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
            Spread {
                low: 0.6677,
                high: 1.478,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7656,
                high: 1.325,
                rows: 31,
            },
            Spread {
                low: 0.6941,
                high: 1.451,
                rows: 5,
            },
            Spread {
                low: 0.6941,
                high: 1.421,
                rows: 4,
            },
            Spread {
                low: 0.6941,
                high: 1.334,
                rows: 5,
            },
            Spread {
                low: 0.6941,
                high: 1.334,
                rows: 5,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6747,
                high: 1.43,
                rows: 54,
            },
            Spread {
                low: 0.6941,
                high: 1.334,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6879,
                high: 1.18,
                rows: 40,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.4502,
                high: 1.178,
                rows: 13,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6941,
                high: 1.334,
                rows: 2,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4288,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.7091,
                high: 1.665,
                rows: 55,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
            Spread {
                low: 0.6035,
                high: 1.534,
                rows: 0,
            },
        ],
    ],
};
