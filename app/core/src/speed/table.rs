//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8695,
                packed: 0.9368,
                layer_us: 34.6,
                sequence_us: 38.11,
                step_us: 76.72,
                compute: 0.4264,
                half_rows: 37.46,
                half_expert_rows: 74.17,
                attention: 0.4826,
                cache: 0.882,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.817,
                packed: 0.8633,
                layer_us: 32.17,
                sequence_us: 58.1,
                step_us: 688.1,
                compute: 0.6274,
                half_rows: 61.07,
                half_expert_rows: 181.1,
                attention: 0.6063,
                cache: 0.8917,
                tile: 5.874,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8568,
                packed: 0.8953,
                layer_us: 44.23,
                sequence_us: 14.25,
                step_us: 407.5,
                compute: 0.5961,
                half_rows: 69.07,
                half_expert_rows: 26.29,
                attention: 0.5084,
                cache: 0.8745,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8602,
                packed: 0.9056,
                layer_us: 28.45,
                sequence_us: 49.78,
                step_us: 296.1,
                compute: 0.3022,
                half_rows: 70.98,
                half_expert_rows: 24.0,
                attention: 0.5124,
                cache: 0.8218,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8523,
                packed: 0.8915,
                layer_us: 200.2,
                sequence_us: 49.69,
                step_us: 941.0,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8807,
                packed: 0.9433,
                layer_us: 29.11,
                sequence_us: 47.79,
                step_us: 95.77,
                compute: 0.5062,
                half_rows: 56.58,
                half_expert_rows: 27.18,
                attention: 0.6216,
                cache: 0.6372,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.072,
                compute: 1.209,
                launch: 0.9752,
                attention: 1.103,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.023,
                compute: 1.283,
                launch: 1.274,
                attention: 0.7191,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.01,
                compute: 0.8484,
                launch: 1.006,
                attention: 1.719,
            },
            // Apple
            Hardware {
                bandwidth: 1.012,
                compute: 1.599,
                launch: 2.864,
                attention: 1.101,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.087,
                compute: 0.9825,
                launch: 2.062,
                attention: 0.9499,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.034,
                compute: 0.6766,
                launch: 1.906,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.038,
                compute: 0.6643,
                launch: 2.714,
                attention: 0.8405,
            },
            // Intel
            Hardware {
                bandwidth: 0.9708,
                compute: 0.8405,
                launch: 4.804,
                attention: 0.9647,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.022,
            compute: 1.087,
            launch: 0.8002,
            attention: 1.006,
        },
        common: Common {
            codebook: 0.6249,
            packed_compute: 0.8896,
            packed_cuda: 1.017,
            saturation: 524.3,
            hbm_bandwidth: 0.7449,
            hbm_compute: 0.9436,
            experts: 0.8956,
            busy_layer: 1.885,
            latent_layer: 0.7758,
            link_us: 3.878,
            bus_us: 29.66,
            oneshot_us: 5.484,
            oneshot_hop_us: 5.541,
            host_us: 8.817,
            host_share: 0.4379,
            network_us: 173.3,
            network_share: 0.701,
            hop_us: 1.981,
            routing: 0.7597,
            fp4_gddr: 0.1583,
            crowd: 1.586,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.612,
            prefill: 0.7511,
            attention: 0.4868,
            cache: 0.6864,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 1.0,
            prefill: 0.8397,
            attention: 1.026,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.35,
            prefill: 0.6997,
            attention: 0.7,
            cache: 0.7331,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.051,
            prefill: 0.6366,
            attention: 0.6992,
            cache: 0.6948,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.879,
            prefill: 0.8412,
            attention: 0.7317,
            cache: 1.313,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7772,
                high: 1.239,
                rows: 52,
            },
            Spread {
                low: 0.7066,
                high: 1.353,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.257,
                rows: 9,
            },
            Spread {
                low: 0.8954,
                high: 1.252,
                rows: 9,
            },
            Spread {
                low: 0.7969,
                high: 1.312,
                rows: 10,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.7737,
                high: 1.382,
                rows: 59,
            },
            Spread {
                low: 0.6615,
                high: 1.302,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6221,
                high: 1.416,
                rows: 142,
            },
            Spread {
                low: 0.7496,
                high: 1.164,
                rows: 37,
            },
            Spread {
                low: 0.7833,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.7432,
                high: 1.302,
                rows: 1,
            },
            Spread {
                low: 0.7523,
                high: 1.235,
                rows: 11,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.615,
                rows: 12,
            },
            Spread {
                low: 0.7663,
                high: 1.422,
                rows: 37,
            },
            Spread {
                low: 0.7432,
                high: 1.302,
                rows: 1,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.92,
                high: 1.11,
                rows: 14,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7432,
                high: 1.302,
                rows: 1,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.7677,
                high: 1.212,
                rows: 64,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.6462,
                high: 1.497,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7599,
                high: 1.318,
                rows: 31,
            },
            Spread {
                low: 0.6744,
                high: 1.469,
                rows: 5,
            },
            Spread {
                low: 0.6744,
                high: 1.432,
                rows: 4,
            },
            Spread {
                low: 0.6744,
                high: 1.432,
                rows: 5,
            },
            Spread {
                low: 0.6744,
                high: 1.432,
                rows: 5,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.6562,
                high: 1.397,
                rows: 54,
            },
            Spread {
                low: 0.6744,
                high: 1.432,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6744,
                high: 1.516,
                rows: 40,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.4078,
                high: 1.156,
                rows: 13,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.6744,
                high: 1.432,
                rows: 2,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4301,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.7599,
                high: 1.995,
                rows: 55,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
            Spread {
                low: 0.5864,
                high: 1.647,
                rows: 0,
            },
        ],
    ],
};
