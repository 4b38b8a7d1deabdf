//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when
//! it does not follow from the measurements.

use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};

/// The fitted figures.
pub const TABLE: Table = Table {
    rates: Rates {
        kernels: [
            // llama.cpp
            Kernels {
                bandwidth: 0.8711,
                packed: 0.938,
                layer_us: 35.43,
                sequence_us: 43.02,
                step_us: 81.25,
                compute: 0.4547,
                half_rows: 107.6,
                half_expert_rows: 63.96,
                attention: 0.4997,
                cache: 0.8703,
                tile: 1.0,
            },
            // vLLM, SGLang
            Kernels {
                bandwidth: 0.8173,
                packed: 0.8717,
                layer_us: 28.87,
                sequence_us: 58.38,
                step_us: 757.2,
                compute: 0.6497,
                half_rows: 54.08,
                half_expert_rows: 79.04,
                attention: 0.7592,
                cache: 0.8426,
                tile: 5.87,
            },
            // TensorRT-LLM
            Kernels {
                bandwidth: 0.8581,
                packed: 0.905,
                layer_us: 40.4,
                sequence_us: 13.01,
                step_us: 401.6,
                compute: 0.5845,
                half_rows: 70.44,
                half_expert_rows: 25.65,
                attention: 0.5831,
                cache: 0.8687,
                tile: 6.0,
            },
            // ExLlama
            Kernels {
                bandwidth: 0.8604,
                packed: 0.9058,
                layer_us: 29.29,
                sequence_us: 50.2,
                step_us: 303.8,
                compute: 0.3338,
                half_rows: 92.48,
                half_expert_rows: 24.0,
                attention: 0.9534,
                cache: 0.8226,
                tile: 1.0,
            },
            // transformers
            Kernels {
                bandwidth: 0.8514,
                packed: 0.8915,
                layer_us: 219.3,
                sequence_us: 49.81,
                step_us: 963.5,
                compute: 0.5,
                half_rows: 64.0,
                half_expert_rows: 24.0,
                attention: 0.5,
                cache: 0.8248,
                tile: 1.0,
            },
            // MLX
            Kernels {
                bandwidth: 0.8654,
                packed: 0.9295,
                layer_us: 29.9,
                sequence_us: 46.24,
                step_us: 92.99,
                compute: 0.431,
                half_rows: 41.65,
                half_expert_rows: 95.21,
                attention: 0.4802,
                cache: 0.6387,
                tile: 1.0,
            },
        ],
        hardware: [
            // NVIDIA, GDDR
            Hardware {
                bandwidth: 1.074,
                compute: 1.213,
                launch: 0.8773,
                attention: 0.9914,
                expert_rows: 1.832,
                experts: 1.046,
            },
            // NVIDIA, HBM
            Hardware {
                bandwidth: 1.035,
                compute: 1.25,
                launch: 1.279,
                attention: 0.6589,
                expert_rows: 1.016,
                experts: 0.8859,
            },
            // NVIDIA, unified memory
            Hardware {
                bandwidth: 0.9983,
                compute: 0.7796,
                launch: 1.032,
                attention: 1.619,
                expert_rows: 1.109,
                experts: 1.254,
            },
            // Apple
            Hardware {
                bandwidth: 1.045,
                compute: 1.727,
                launch: 2.571,
                attention: 1.646,
                expert_rows: 0.2399,
                experts: 0.9179,
            },
            // AMD, GDDR
            Hardware {
                bandwidth: 1.08,
                compute: 0.9244,
                launch: 1.939,
                attention: 1.116,
                expert_rows: 2.449,
                experts: 1.175,
            },
            // AMD, HBM
            Hardware {
                bandwidth: 0.9142,
                compute: 0.7416,
                launch: 2.21,
                attention: 1.005,
                expert_rows: 0.9893,
                experts: 0.4731,
            },
            // AMD, unified memory
            Hardware {
                bandwidth: 1.047,
                compute: 0.6364,
                launch: 2.964,
                attention: 0.8059,
                expert_rows: 1.356,
                experts: 1.327,
            },
            // Intel
            Hardware {
                bandwidth: 0.9719,
                compute: 0.8932,
                launch: 4.754,
                attention: 0.9705,
                expert_rows: 1.0,
                experts: 1.0,
            },
        ],
        vulkan: Hardware {
            bandwidth: 1.019,
            compute: 1.184,
            launch: 0.8148,
            attention: 0.9261,
            expert_rows: 0.9069,
            experts: 1.045,
        },
        common: Common {
            codebook: 0.5982,
            packed_compute: 0.8709,
            packed_cuda: 1.076,
            saturation: 702.2,
            few_rows: 13.43,
            hbm_bandwidth: 0.7453,
            hbm_compute: 0.9462,
            experts: 0.743,
            busy_layer: 1.95,
            latent_layer: 0.4532,
            link_us: 3.376,
            bus_us: 24.76,
            oneshot_us: 6.39,
            oneshot_hop_us: 1.466,
            host_us: 10.78,
            host_share: 0.7187,
            network_us: 179.7,
            network_share: 0.7608,
            hop_us: 3.599,
            routing: 0.7395,
            fp4_gddr: 0.1398,
            unpacking: 0.9019,
            crowd: 1.545,
        },
    },
    builds: [
        // llama.cpp before 2024-07
        Build {
            launch: 2.826,
            prefill: 0.7196,
            attention: 0.5202,
            cache: 0.6845,
        },
        // llama.cpp before 2026-01
        Build {
            launch: 0.998,
            prefill: 0.8589,
            attention: 1.025,
            cache: 1.003,
        },
        // vLLM, SGLang before 2024-06
        Build {
            launch: 9.25,
            prefill: 0.6996,
            attention: 0.7,
            cache: 0.7334,
        },
        // vLLM, SGLang before 2025-01
        Build {
            launch: 2.092,
            prefill: 0.5998,
            attention: 0.6992,
            cache: 0.689,
        },
        // TensorRT-LLM before 2024-06
        Build {
            launch: 1.987,
            prefill: 0.851,
            attention: 0.7417,
            cache: 1.292,
        },
    ],
    decode: [
        // llama.cpp
        [
            Spread {
                low: 0.7796,
                high: 1.233,
                rows: 63,
            },
            Spread {
                low: 0.716,
                high: 1.336,
                rows: 4,
            },
            Spread {
                low: 0.8332,
                high: 1.19,
                rows: 10,
            },
            Spread {
                low: 0.7216,
                high: 1.133,
                rows: 15,
            },
            Spread {
                low: 0.7961,
                high: 1.31,
                rows: 11,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.7868,
                high: 1.34,
                rows: 64,
            },
            Spread {
                low: 0.6624,
                high: 1.301,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6764,
                high: 1.332,
                rows: 151,
            },
            Spread {
                low: 0.6945,
                high: 1.114,
                rows: 37,
            },
            Spread {
                low: 0.7902,
                high: 1.096,
                rows: 15,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.7418,
                high: 1.301,
                rows: 1,
            },
            Spread {
                low: 0.6103,
                high: 1.193,
                rows: 17,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.95,
                high: 1.638,
                rows: 12,
            },
            Spread {
                low: 0.8006,
                high: 1.401,
                rows: 37,
            },
            Spread {
                low: 0.7418,
                high: 1.301,
                rows: 1,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
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
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.7418,
                high: 1.301,
                rows: 1,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.7765,
                high: 1.192,
                rows: 66,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
            Spread {
                low: 0.645,
                high: 1.497,
                rows: 0,
            },
        ],
    ],
    prefill: [
        // llama.cpp
        [
            Spread {
                low: 0.7841,
                high: 1.317,
                rows: 35,
            },
            Spread {
                low: 0.6774,
                high: 1.561,
                rows: 5,
            },
            Spread {
                low: 0.6774,
                high: 1.421,
                rows: 4,
            },
            Spread {
                low: 0.8773,
                high: 1.947,
                rows: 12,
            },
            Spread {
                low: 0.4721,
                high: 1.373,
                rows: 6,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6338,
                high: 1.428,
                rows: 54,
            },
            Spread {
                low: 0.6774,
                high: 1.37,
                rows: 3,
            },
        ],
        // vLLM, SGLang
        [
            Spread {
                low: 0.6936,
                high: 1.269,
                rows: 47,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.4308,
                high: 1.15,
                rows: 13,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
        ],
        // TensorRT-LLM
        [
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.6774,
                high: 1.37,
                rows: 2,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
        ],
        // ExLlama
        [
            Spread {
                low: 0.4751,
                high: 1.5,
                rows: 8,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
        ],
        // transformers
        [
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
        ],
        // MLX
        [
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.7668,
                high: 1.295,
                rows: 58,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
            Spread {
                low: 0.589,
                high: 1.575,
                rows: 0,
            },
        ],
    ],
};
