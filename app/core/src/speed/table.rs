//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8705,
                packed: 0.9371,
                layer_us: 34.05,
                sequence_us: 38.31,
                step_us: 77.29,
                compute: 0.4305,
                half_rows: 37.21,
                half_expert_rows: 76.16,
                attention: 0.4765,
                cache: 0.8839,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8127,
                packed: 0.8676,
                layer_us: 29.52,
                sequence_us: 58.38,
                step_us: 817.2,
                compute: 0.5903,
                half_rows: 59.13,
                half_expert_rows: 155.7,
                attention: 0.6782,
                cache: 0.8554,
                tile: 5.872,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8555,
                packed: 0.8926,
                layer_us: 44.31,
                sequence_us: 14.34,
                step_us: 409.6,
                compute: 0.6034,
                half_rows: 68.97,
                half_expert_rows: 26.2,
                attention: 0.5058,
                cache: 0.8789,
                tile: 6.002,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8647,
                packed: 0.9107,
                layer_us: 28.62,
                sequence_us: 49.76,
                step_us: 295.7,
                compute: 0.3107,
                half_rows: 70.14,
                half_expert_rows: 24.0,
                attention: 0.5027,
                cache: 0.8213,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8522,
                packed: 0.8915,
                layer_us: 203.5,
                sequence_us: 49.71,
                step_us: 944.4,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.882,
                packed: 0.943,
                layer_us: 28.94,
                sequence_us: 47.49,
                step_us: 95.45,
                compute: 0.491,
                half_rows: 55.28,
                half_expert_rows: 25.54,
                attention: 0.6621,
                cache: 0.6456,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.055,
                compute: 1.168,
                launch: 0.9476,
                attention: 1.159,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.033,
                compute: 1.277,
                launch: 1.267,
                attention: 0.7022,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 1.027,
                compute: 0.8648,
                launch: 0.9395,
                attention: 1.71,
            },
            // Apple
            Hardware {
                bandwidth: 1.01,
                compute: 1.575,
                launch: 2.901,
                attention: 1.126,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.083,
                compute: 0.9655,
                launch: 2.074,
                attention: 0.95,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 1.039,
                compute: 0.6977,
                launch: 1.955,
                attention: 1.005,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.037,
                compute: 0.6608,
                launch: 2.696,
                attention: 0.8469,
            },
            // Intel
            Hardware {
                bandwidth: 0.967,
                compute: 0.8278,
                launch: 4.825,
                attention: 0.9638,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.022,
            compute: 1.086,
            launch: 0.7928,
            attention: 1.01,
        },
        common: Common {
            codebook: 0.6241,
            packed_compute: 0.8914,
            packed_cuda: 1.021,
            saturation: 554.4,
            hbm_bandwidth: 0.7351,
            hbm_compute: 0.9404,
            experts: 0.8648,
            busy_layer: 1.898,
            latent_layer: 0.5291,
            link_us: 4.167,
            bus_us: 22.62,
            oneshot_us: 5.748,
            oneshot_hop_us: 1.081,
            host_us: 9.127,
            host_share: 0.4536,
            network_us: 177.1,
            network_share: 0.7432,
            hop_us: 3.661,
            routing: 0.7507,
            fp4_gddr: 0.1617,
            crowd: 1.544,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.605,
            prefill: 0.746,
            attention: 0.4973,
            cache: 0.6854,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 1.0,
            prefill: 0.8412,
            attention: 1.025,
            cache: 1.002,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 8.851,
            prefill: 0.6996,
            attention: 0.7,
            cache: 0.7341,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.062,
            prefill: 0.6465,
            attention: 0.6994,
            cache: 0.7037,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.891,
            prefill: 0.8387,
            attention: 0.7311,
            cache: 1.3,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7894,
                high: 1.256,
                rows: 52,
            },
            Spread {
                low: 0.7009,
                high: 1.353,
                rows: 4,
            },
            Spread {
                low: 0.95,
                high: 1.246,
                rows: 9,
            },
            Spread {
                low: 0.8956,
                high: 1.271,
                rows: 9,
            },
            Spread {
                low: 0.7951,
                high: 1.309,
                rows: 10,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.7716,
                high: 1.383,
                rows: 59,
            },
            Spread {
                low: 0.6598,
                high: 1.286,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.667,
                high: 1.348,
                rows: 145,
            },
            Spread {
                low: 0.7502,
                high: 1.176,
                rows: 37,
            },
            Spread {
                low: 0.774,
                high: 1.05,
                rows: 15,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.7626,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.7739,
                high: 1.255,
                rows: 11,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
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
                low: 0.7764,
                high: 1.412,
                rows: 37,
            },
            Spread {
                low: 0.7626,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.9276,
                high: 1.115,
                rows: 14,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7626,
                high: 1.286,
                rows: 1,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.7723,
                high: 1.226,
                rows: 64,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
            Spread {
                low: 0.6631,
                high: 1.479,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7576,
                high: 1.324,
                rows: 31,
            },
            Spread {
                low: 0.6834,
                high: 1.432,
                rows: 5,
            },
            Spread {
                low: 0.6834,
                high: 1.41,
                rows: 4,
            },
            Spread {
                low: 0.6834,
                high: 1.358,
                rows: 5,
            },
            Spread {
                low: 0.6834,
                high: 1.358,
                rows: 5,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.6621,
                high: 1.421,
                rows: 54,
            },
            Spread {
                low: 0.6834,
                high: 1.358,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6153,
                high: 1.365,
                rows: 40,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.4619,
                high: 1.237,
                rows: 13,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.6834,
                high: 1.358,
                rows: 2,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4291,
                high: 1.05,
                rows: 6,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.7091,
                high: 1.665,
                rows: 55,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
            Spread {
                low: 0.5943,
                high: 1.562,
                rows: 0,
            },
        ],
    ],
};
