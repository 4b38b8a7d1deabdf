//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8713,
                packed: 0.9377,
                layer_us: 34.4,
                sequence_us: 38.0,
                step_us: 76.75,
                compute: 0.4306,
                half_rows: 37.19,
                half_expert_rows: 76.23,
                attention: 0.4766,
                cache: 0.8834,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8154,
                packed: 0.8528,
                layer_us: 31.81,
                sequence_us: 57.76,
                step_us: 748.1,
                compute: 0.5892,
                half_rows: 59.15,
                half_expert_rows: 153.5,
                attention: 0.6801,
                cache: 0.8524,
                tile: 5.853,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8564,
                packed: 0.8949,
                layer_us: 45.13,
                sequence_us: 14.37,
                step_us: 410.9,
                compute: 0.6025,
                half_rows: 68.85,
                half_expert_rows: 26.21,
                attention: 0.507,
                cache: 0.8771,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8624,
                packed: 0.9081,
                layer_us: 28.44,
                sequence_us: 49.74,
                step_us: 295.3,
                compute: 0.311,
                half_rows: 70.06,
                half_expert_rows: 24.0,
                attention: 0.5011,
                cache: 0.8215,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8524,
                packed: 0.8915,
                layer_us: 199.8,
                sequence_us: 49.68,
                step_us: 940.4,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8809,
                packed: 0.9434,
                layer_us: 28.92,
                sequence_us: 47.72,
                step_us: 95.92,
                compute: 0.4907,
                half_rows: 55.06,
                half_expert_rows: 25.53,
                attention: 0.6639,
                cache: 0.638,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.063,
                compute: 1.166,
                launch: 0.9728,
                attention: 1.16,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.035,
                compute: 1.278,
                launch: 1.262,
                attention: 0.7012,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.019,
                compute: 0.865,
                launch: 0.9914,
                attention: 1.709,
            },
            // Apple
            Hardware {
                bandwidth: 1.012,
                compute: 1.575,
                launch: 2.892,
                attention: 1.129,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 0.9652,
                launch: 2.084,
                attention: 0.9502,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.041,
                compute: 0.6963,
                launch: 1.899,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.038,
                compute: 0.6608,
                launch: 2.717,
                attention: 0.8467,
            },
            // Intel
            Hardware {
                bandwidth: 0.9687,
                compute: 0.8276,
                launch: 4.827,
                attention: 0.9638,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.021,
            compute: 1.086,
            launch: 0.7921,
            attention: 1.009,
        },
        common: Common {
            codebook: 0.6255,
            packed_compute: 0.8913,
            packed_cuda: 1.021,
            saturation: 556.0,
            hbm_bandwidth: 0.7345,
            hbm_compute: 0.94,
            experts: 0.8569,
            busy_layer: 1.852,
            latent_layer: 0.7778,
            link_us: 3.933,
            bus_us: 19.27,
            oneshot_us: 5.947,
            oneshot_hop_us: 3.11,
            host_us: 8.632,
            host_share: 0.4548,
            network_us: 172.8,
            network_share: 0.7425,
            hop_us: 6.399,
            routing: 0.7431,
            fp4_gddr: 0.1617,
            crowd: 1.534,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.601,
            prefill: 0.7454,
            attention: 0.4971,
            cache: 0.6866,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.9997,
            prefill: 0.8413,
            attention: 1.025,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.486,
            prefill: 0.6996,
            attention: 0.7,
            cache: 0.7342,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.034,
            prefill: 0.6481,
            attention: 0.6995,
            cache: 0.7107,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.874,
            prefill: 0.8391,
            attention: 0.7309,
            cache: 1.3,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7868,
                high: 1.243,
                rows: 52,
            },
            Spread {
                low: 0.7015,
                high: 1.346,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.265,
                rows: 9,
            },
            Spread {
                low: 0.8938,
                high: 1.237,
                rows: 9,
            },
            Spread {
                low: 0.7975,
                high: 1.312,
                rows: 10,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.7695,
                high: 1.381,
                rows: 59,
            },
            Spread {
                low: 0.6606,
                high: 1.292,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6389,
                high: 1.373,
                rows: 145,
            },
            Spread {
                low: 0.7489,
                high: 1.177,
                rows: 37,
            },
            Spread {
                low: 0.779,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.7383,
                high: 1.292,
                rows: 1,
            },
            Spread {
                low: 0.7763,
                high: 1.251,
                rows: 11,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.648,
                rows: 12,
            },
            Spread {
                low: 0.7771,
                high: 1.417,
                rows: 37,
            },
            Spread {
                low: 0.7383,
                high: 1.292,
                rows: 1,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9196,
                high: 1.115,
                rows: 14,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7383,
                high: 1.292,
                rows: 1,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.7465,
                high: 1.212,
                rows: 64,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
            Spread {
                low: 0.642,
                high: 1.486,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7597,
                high: 1.323,
                rows: 31,
            },
            Spread {
                low: 0.6849,
                high: 1.426,
                rows: 5,
            },
            Spread {
                low: 0.6849,
                high: 1.419,
                rows: 4,
            },
            Spread {
                low: 0.6849,
                high: 1.358,
                rows: 5,
            },
            Spread {
                low: 0.6849,
                high: 1.358,
                rows: 5,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.6619,
                high: 1.422,
                rows: 54,
            },
            Spread {
                low: 0.6849,
                high: 1.358,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6153,
                high: 1.358,
                rows: 40,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.464,
                high: 1.241,
                rows: 13,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.6849,
                high: 1.358,
                rows: 2,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4293,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.7095,
                high: 1.665,
                rows: 55,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5956,
                high: 1.562,
                rows: 0,
            },
        ],
    ],
};
